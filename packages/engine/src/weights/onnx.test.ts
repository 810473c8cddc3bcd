import { describe, expect, it } from 'vitest';
import { formatTensors } from '../checkpoint/tensors.ts';
import type { ResNetSpec } from '../nn/residual.ts';
import { resnetInference } from '../nn/resnet-programs.ts';
import { parseOnnx } from '../onnx/parse.ts';
import type { State } from '../program/state.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { KERAS_INPUT, TORCHVISION_INPUT } from './convention.ts';
import { type Exporter, exportedResNet } from './exported.fixture.ts';
import { formatWeights, importWeights } from './import.ts';
import { initialiseResNet } from './initialise.ts';
import { weightsFromOnnx } from './onnx.ts';

const blocks = [2, 1, 2, 1];
const deep: ResNetSpec = { depth: 50, classes: 3, inputChannels: 3, stride: 'torchvision', blocks, width: 4 };
const plain: ResNetSpec = { ...deep, depth: 18 };
const exporter: Exporter = { blocks, bottlenecks: true, names: true };

/** A state whose normalisations do something. */
function trained(spec: ResNetSpec): State {
  const state = initialiseResNet(spec, pseudoRandom);
  for (const [name, { shape, data }] of state) {
    if (shape.length !== 1 || name.startsWith('fc.')) continue;
    const random = pseudoRandom(`trained ${name}`);
    const positive = name.endsWith('.weight') || name.endsWith('running_var');
    for (let at = 0; at < data.length; at++)
      data[at] = positive ? 0.5 + random.uniform() : 0.3 * random.normal();
  }
  return state;
}

async function features(spec: ResNetSpec, state: State): Promise<Float32Array> {
  await using runtime = await openNodeCpu({ threads: 1 });
  const session = await runtime.load(resnetInference(spec, state, { batch: 1, sizePx: 64 }), new Map());
  const random = pseudoRandom('photograph');
  const images = Float32Array.from({ length: 64 * 64 * 3 }, () => random.normal());
  return (await session.run({ images })).logits!;
}

function sorted(state: State): object {
  return Object.fromEntries([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('weights from an ONNX graph', () => {
  const cases: readonly [string, ResNetSpec, Partial<Exporter>][] = [
    ['without names, projection last', deep, { names: false }],
    ['without names, projection first', deep, { names: false, projection: 'first' }],
    [
      'without names, as lists of floats and with a MatMul',
      deep,
      { names: false, data: 'floats', last: 'MatMul' },
    ],
    ['of two convolutions a block', plain, { names: false, bottlenecks: false }],
    [
      'of two convolutions a block, projection first',
      plain,
      { names: false, bottlenecks: false, projection: 'first' },
    ],
  ];
  it.each(cases)('are the same tensors: %s', (_, spec, change) => {
    const state = trained(spec);
    const found = weightsFromOnnx(parseOnnx(exportedResNet(state, { ...exporter, ...change })));
    expect(found.by).toBe('place');
    expect(sorted(found.state)).toEqual(sorted(state));
  });

  it.each([
    ['folded normalisations', { folded: true, names: true }],
    ['another epsilon', { epsilon: 1e-3 }],
    ['biases in front of the normalisations', { bias: 0.25 }],
  ] as const)('compute the same with %s', async (_, change) => {
    const state = trained(deep);
    const { epsilon = 1e-5, bias = 0 } = change as Partial<Exporter>;
    const same = new Map(
      [...state].map(([name, { shape, data }]) => {
        if (name.endsWith('running_var')) return [name, { shape, data: data.map((v) => v + epsilon - 1e-5) }];
        if (name.endsWith('running_mean')) return [name, { shape, data: data.map((v) => v - bias) }];
        return [name, { shape, data }];
      }),
    );
    const found = weightsFromOnnx(parseOnnx(exportedResNet(state, { ...exporter, ...change })));
    const [expected, given] = [await features(deep, same), await features(deep, found.state)];
    for (const [index, value] of expected.entries()) expect(given[index]).toBeCloseTo(value, 4);
  });

  it('say on which convolution the network halves the image', () => {
    const bytes = (stride: 'torchvision' | 'keras') =>
      exportedResNet(trained(deep), { ...exporter, names: false, stride });
    expect(weightsFromOnnx(parseOnnx(bytes('keras'))).stride).toBe('keras');
    expect(weightsFromOnnx(parseOnnx(bytes('torchvision'))).stride).toBe('torchvision');
  });

  it('are refused when the graph is another network or holds only a part', () => {
    const missing = expect.objectContaining({ code: 'weights/missing' });
    const { state: none } = { state: new Map() as State };
    const empty = { nodes: [], operators: [], inputs: [], outputs: [], initializers: none };
    expect(() => weightsFromOnnx(empty)).toThrow(missing);
    const other = resnetInference(deep, trained(deep), { batch: 1, sizePx: 32 }).onnx;
    expect(() => importWeights([{ name: 'other.onnx', bytes: other }])).toThrow(missing);
  });
});

describe('importing files', () => {
  const spec: ResNetSpec = { depth: 18, classes: 5, inputChannels: 3, stride: 'torchvision' };
  const state = trained(spec);
  const onnx = exportedResNet(state, { blocks: [2, 2, 2, 2], bottlenecks: false, names: false });
  const named = (name: string, bytes: Uint8Array) => [{ name, bytes }];

  it('finds the network, its classes and its input in safetensors and ONNX alike', () => {
    for (const file of [named('a.onnx', onnx), named('a.safetensors', formatTensors(state, {}))]) {
      const found = importWeights(file);
      expect(found.spec).toEqual(spec);
      expect(found.input).toEqual(TORCHVISION_INPUT);
      expect([...found.state.keys()]).toEqual([...state.keys()]);
      expect(found.state.get('layer4.1.bn2.running_var')).toEqual(state.get('layer4.1.bn2.running_var'));
    }
  });

  it('keeps stride and input of what it wrote itself', () => {
    const written = formatWeights(
      { state, spec: { ...spec, stride: 'keras' }, input: KERAS_INPUT },
      { licence: 'MIT' },
    );
    const found = importWeights(named('own.safetensors', written));
    expect(found.spec.stride).toBe('keras');
    expect(found.input).toEqual(KERAS_INPUT);
    expect(found.texts['mriscore.licence']).toBe('MIT');
  });

  it('lists every name that is missing, unknown or of another shape', () => {
    const changed = new Map(state);
    changed.delete('layer1.0.bn1.bias');
    changed.delete('layer3.1.conv2.weight');
    changed.set('head.weight', { shape: [1], data: new Float32Array(1) });
    changed.set('bn1.weight', { shape: [3], data: new Float32Array(3) });
    const load = () => importWeights(named('a.safetensors', formatTensors(changed, {})));
    expect(load).toThrow(
      expect.objectContaining({
        code: 'weights/missing',
        details: {
          missing: ['layer1.0.bn1.bias', 'layer3.1.conv2.weight'],
          unknown: ['head.weight'],
          shapes: ['bn1.weight is [3] and not [64]'],
        },
      }),
    );
    expect(load).toThrow(
      /2 missing \(layer1\.0\.bn1\.bias, layer3\.1\.conv2\.weight\).*1 unknown \(head\.weight\)/,
    );
    const more = new Map([...state, ['head.weight', { shape: [1], data: new Float32Array(1) }] as const]);
    expect(() => importWeights(named('a.safetensors', formatTensors(more, {})))).toThrow(
      expect.objectContaining({ code: 'weights/unknown-name' }),
    );
  });

  it('refuses files that hold code, by content and by name, and says what to do', () => {
    const pickle = expect.objectContaining({ code: 'weights/pickle' });
    const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0);
    expect(() => importWeights(named('resnet101.bin', zip))).toThrow(pickle);
    expect(() => importWeights(named('resnet101.bin', zip))).toThrow(/safetensors/);
    expect(() => importWeights(named('old.safetensors', Uint8Array.of(0x80, 2, 0x8a)))).toThrow(pickle);
    expect(() => importWeights(named('renamed.pth', onnx))).toThrow(pickle);
  });

  it('refuses what it does not know, damaged files and numbers that are not finite', () => {
    const format = expect.objectContaining({ code: 'weights/format' });
    expect(() => importWeights(named('a.h5', Uint8Array.of(0x89, 0x48, 0x44, 0x46)))).toThrow(format);
    expect(() => importWeights([])).toThrow(format);
    const whole = formatTensors(state, {});
    expect(() => importWeights(named('a.safetensors', whole.subarray(0, whole.length - 8)))).toThrow(
      expect.objectContaining({ code: 'weights/malformed' }),
    );
    const broken = new Map([
      ...state,
      ['bn1.bias', { shape: [64], data: new Float32Array(64).fill(Number.NaN) }] as const,
    ]);
    expect(() => importWeights(named('a.safetensors', formatTensors(broken, {})))).toThrow(/bn1\.bias/);
  });
});
