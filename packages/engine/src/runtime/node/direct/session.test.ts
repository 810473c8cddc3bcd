import * as packaged from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { OnnxGraph } from '../../../graph/nodes.ts';
import { formatModel } from '../../../onnx/model.ts';
import { pseudoRandom } from '../../../random.fixture.ts';
import { openDirect } from './session.ts';
import { DirectTensor } from './tensor.ts';

/** y = a b + c, and the sum of y's columns under a name with letters that take several bytes. */
const product: OnnxGraph = {
  nodes: [
    { type: 'Gemm', name: 'product', inputs: ['a', 'b', 'c'], outputs: ['y'], attributes: {}, domain: '' },
    { type: 'MatMul', name: 'sums', inputs: ['ones', 'y'], outputs: ['Σy'], attributes: {}, domain: '' },
  ],
  initializers: [{ name: 'ones', dims: [1, 5], data: new Float32Array(5).fill(1), type: 'float32' }],
  inputs: [
    { name: 'a', type: 'float32', dims: [5, 7] },
    { name: 'b', type: 'float32', dims: [7, 3] },
    { name: 'c', type: 'float32', dims: [5, 3] },
  ],
  outputs: [
    { name: 'y', type: 'float32', dims: [5, 3] },
    { name: 'Σy', type: 'float32', dims: [1, 3] },
  ],
};
const random = pseudoRandom('product');
const values = (length: number) => Float32Array.from({ length }, () => random.normal());
const given = { a: values(35), b: values(21), c: values(15) };
const extents = { a: [5, 7], b: [7, 3], c: [5, 3] };
const tensors = () => ({
  a: new DirectTensor('float32', given.a, extents.a),
  b: new DirectTensor('float32', given.b, extents.b),
  c: new DirectTensor('float32', given.c, extents.c),
});

describe('ONNX Runtime called directly', () => {
  it('gives what its own binding gives, bit for bit', async () => {
    const model = formatModel(product);
    const options = { intraOpNumThreads: 1 };
    const own = await (await openDirect().InferenceSession.create(model, options)).run(tensors());
    const theirs = await (await packaged.InferenceSession.create(model, options)).run({
      a: new packaged.Tensor('float32', given.a, extents.a),
      b: new packaged.Tensor('float32', given.b, extents.b),
      c: new packaged.Tensor('float32', given.c, extents.c),
    });
    for (const name of ['y', 'Σy']) expect(own[name]!.data).toEqual(theirs[name]!.data);
  });

  it('knows the extents of a model’s inputs', async () => {
    const session = await openDirect().InferenceSession.create(formatModel(product), {});
    expect(session.inputMetadata).toEqual([
      { name: 'a', shape: [5, 7] },
      { name: 'b', shape: [7, 3] },
      { name: 'c', shape: [5, 3] },
    ]);
  });

  it('writes an output into the array that was given for it, and computes only what was asked for', async () => {
    const session = await openDirect().InferenceSession.create(formatModel(product), {});
    const whole = await session.run(tensors());
    const target = new DirectTensor('float32', new Float32Array(15), [5, 3]);
    const results = await session.run(tensors(), { y: target });
    expect(Object.keys(results)).toEqual(['y']);
    expect(results.y).toBe(target);
    expect(target.data).toEqual(whole.y!.data);
  });

  it('adds into the array that it reads from', async () => {
    const session = await openDirect().InferenceSession.create(formatModel(product), {});
    const whole = await session.run(tensors());
    const sum = new DirectTensor('float32', given.c.slice(), [5, 3]);
    await session.run({ ...tensors(), c: sum }, { y: sum });
    expect(sum.data).toEqual(whole.y!.data);
  });

  it('says what ONNX Runtime says of a model or a run that it refuses', async () => {
    const ort = openDirect();
    await expect(ort.InferenceSession.create(Uint8Array.of(1, 2, 3), {})).rejects.toThrow(/[Pp]rotobuf/);
    const session = await ort.InferenceSession.create(formatModel(product), {});
    const { a, b } = tensors();
    await expect(session.run({ a, b })).rejects.toThrow(/\bc\b/);
    const turned = new DirectTensor('float32', given.c, [3, 5]);
    await expect(session.run({ a, b, c: turned })).rejects.toThrow(/dimension/);
  });

  it('refuses an array of another length, and one that was handed over', async () => {
    expect(() => new DirectTensor('float32', given.a, [5, 8])).toThrow(RangeError);
    const session = await openDirect().InferenceSession.create(formatModel(product), {});
    const gone = new DirectTensor('float32', given.c.slice(), [5, 3]);
    const { a, b } = tensors();
    await session.run({ a, b, c: gone });
    (gone.data.buffer as ArrayBuffer).transfer(0);
    await expect(session.run({ a, b, c: gone })).rejects.toThrow(/handed over/);
  });

  it('refuses to run after it was released, and is released once', async () => {
    const session = await openDirect().InferenceSession.create(formatModel(product), {});
    await session.release();
    await session.release();
    await expect(session.run(tensors())).rejects.toThrow(/released/);
  });

  it('refuses a library that is not there', () => {
    expect(() => openDirect('/no/such/library.so')).toThrow();
  });
});
