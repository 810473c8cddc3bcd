import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { emitter } from '../lower/emitter.ts';
import { fusionTraining } from '../nn/fusion-programs.ts';
import type { ResNetSpec } from '../nn/residual.ts';
import { resnetInference } from '../nn/resnet-programs.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { initialiseResNet } from '../weights/initialise.ts';
import { formatModel } from './model.ts';
import { parseOnnx } from './parse.ts';
import { type MessageWriter, messageWriter } from './protobuf.ts';

const spec: ResNetSpec = {
  depth: 50,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 4,
};
const program = resnetInference(spec, initialiseResNet(spec, pseudoRandom), { batch: 1, sizePx: 32 });

function modelOf(fill: {
  tensor?: (t: MessageWriter) => void;
  node?: (n: MessageWriter) => void;
  domain?: string;
}): Uint8Array {
  const [tensor, node, graph, model, set] = [
    messageWriter(),
    messageWriter(),
    messageWriter(),
    messageWriter(),
    messageWriter(),
  ];
  fill.node?.(node);
  fill.tensor?.(tensor);
  graph.message(1, node);
  graph.message(5, tensor);
  set.text(1, fill.domain ?? '');
  model.message(7, graph);
  model.message(8, set);
  return model.finish();
}

describe('the ONNX reader', () => {
  it('finds what the writer wrote: operators, names and initialisers', () => {
    const summary = parseOnnx(program.onnx);
    expect(summary.inputs).toEqual(['images']);
    expect(summary.outputs).toEqual(['logits', 'features']);
    expect(summary.operators.filter((name) => name === 'Conv')).toHaveLength(17);
    expect([...summary.initializers.values()].some(({ shape }) => shape.join() === '4,3,7,7')).toBe(true);
  });

  it('looks into the body of a loop', () => {
    const sizes = { sequences: 2, slices: 1, features: 4, width: 4, layers: 1, heads: 1, feedForward: 4 };
    const looped = fusionTraining(
      { ...sizes, norm: 'pre', dropout: 0, classes: 1 },
      { batch: 2, optimiser: { kind: 'sgd' }, stepsPerRun: 3 },
    );
    expect(parseOnnx(looped.onnx).operators).toEqual(expect.arrayContaining(['Loop', 'Softmax', 'Erf']));
  });

  it('reads numbers back bit for bit', () => {
    const emit = emitter();
    const data = Float32Array.of(1.5, -0, 3e-41, 7);
    emit.constant('x', () => ({ dims: [2, 2], data }));
    const read = parseOnnx(
      formatModel({ nodes: [], initializers: emit.initializers, inputs: [], outputs: [] }),
    );
    expect([...read.initializers.values()]).toEqual([{ shape: [2, 2], data }]);
  });

  it('refuses external data, foreign domains and oversized claims', () => {
    const codeOf = (bytes: Uint8Array): string => {
      try {
        parseOnnx(bytes);
      } catch (error) {
        return (error as EngineError).code;
      }
      return 'none';
    };
    expect(codeOf(modelOf({ tensor: (t) => t.integer(14, 1) }))).toBe('onnx/external-data');
    expect(codeOf(modelOf({ tensor: (t) => t.message(13, messageWriter()) }))).toBe('onnx/external-data');
    expect(codeOf(modelOf({ domain: 'com.example' }))).toBe('onnx/foreign-domain');
    expect(codeOf(modelOf({ node: (n) => n.text(7, 'com.example') }))).toBe('onnx/foreign-domain');
    const claim = (extent: number) =>
      modelOf({
        tensor: (t) => {
          t.integer(1, extent);
          t.integer(2, 1);
          t.bytes(9, new Uint8Array(8));
        },
      });
    expect(codeOf(claim(2 ** 40))).toBe('onnx/oversized');
    expect(codeOf(claim(-1))).toBe('onnx/oversized');
    expect(codeOf(claim(3))).toBe('onnx/malformed');
    expect(codeOf(claim(2))).toBe('none');
  });

  it('gives a model or a coded error for any bytes', () => {
    const small = modelOf({ tensor: (t) => t.integer(1, 0), node: (n) => n.text(4, 'Relu') });
    fc.assert(
      fc.property(
        fc.nat(small.length - 1),
        fc.nat(255),
        fc.uint8Array({ maxLength: 60 }),
        (at, byte, noise) => {
          const damaged = small.slice();
          damaged[at] = byte;
          for (const bytes of [damaged, noise, small.subarray(0, at)])
            try {
              parseOnnx(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(EngineError);
            }
        },
      ),
      { numRuns: 500, seed: 2 },
    );
  });
});
