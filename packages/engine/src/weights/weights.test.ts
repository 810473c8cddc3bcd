import { describe, expect, it } from 'vitest';
import { formatTensors } from '../checkpoint/tensors.ts';
import type { ResNetSpec } from '../nn/residual.ts';
import { resnetInference } from '../nn/resnet-programs.ts';
import type { State } from '../program/state.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { adoptWeights, importTorchvision } from './adopt.ts';
import { growResNet } from './grow.ts';
import { initialiseResNet } from './initialise.ts';
import { importKerasResNet50 } from './keras.ts';

const shallow: ResNetSpec = {
  depth: 50,
  classes: 3,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 2, 1],
  width: 8,
};
const deep: ResNetSpec = { ...shallow, depth: 101, blocks: [1, 1, 5, 1], classes: 1 };

async function features(spec: ResNetSpec, state: State): Promise<Float32Array> {
  await using runtime = await openNodeCpu({ threads: 1 });
  const session = await runtime.load(resnetInference(spec, state, { batch: 2, sizePx: 32 }), new Map());
  const random = pseudoRandom('pixels');
  return (
    await session.run({ images: Float32Array.from({ length: 2 * 32 * 32 * 3 }, () => random.normal()) })
  ).features!;
}

describe('growing a network', () => {
  it('keeps its features to the last bit but rounding', async () => {
    const source = initialiseResNet(shallow, pseudoRandom);
    const grown = growResNet(shallow, deep, { source, fresh: initialiseResNet(deep, pseudoRandom) });
    const [before, after] = [await features(shallow, source), await features(deep, grown)];
    for (const [index, value] of before.entries()) expect(after[index]).toBeCloseTo(value, 5);
    expect(grown.get('fc.weight')!.shape).toEqual([1, 256]);
  });

  it('refuses to grow into a network that is not deeper', () => {
    const states = {
      source: initialiseResNet(deep, pseudoRandom),
      fresh: initialiseResNet(shallow, pseudoRandom),
    };
    expect(() => growResNet(deep, shallow, states)).toThrow(expect.objectContaining({ code: 'model/spec' }));
  });
});

describe('adopting weights', () => {
  const fresh = initialiseResNet(deep, pseudoRandom);
  const source = initialiseResNet({ ...deep, classes: 1000 }, (name) => pseudoRandom(`source ${name}`));

  it('takes the body from a torchvision file and keeps a fresh last layer when classes differ', () => {
    const counter = { shape: [], data: Float32Array.of(7) };
    const file = formatTensors(new Map([...source, ['bn1.num_batches_tracked', counter]]), {});
    const { state, fresh: kept } = adoptWeights(deep, importTorchvision(file), fresh);
    expect(kept).toEqual(['fc.weight', 'fc.bias']);
    expect(state.get('conv1.weight')!.data).toEqual(source.get('conv1.weight')!.data);
    expect(state.get('fc.weight')!.data).toEqual(fresh.get('fc.weight')!.data);
  });

  it('refuses weights of another depth, by name', () => {
    expect(() => adoptWeights(shallow, source, fresh)).toThrow(
      expect.objectContaining({ code: 'weights/malformed' }),
    );
    const without = new Map(source);
    without.delete('layer3.4.bn3.running_var');
    expect(() => adoptWeights(deep, without, fresh)).toThrow(/layer3\.4\.bn3\.running_var/);
  });
});

describe('Keras-layers files', () => {
  it('are refused when a shard is missing, cut or the description is not JSON', () => {
    const weights = [{ name: 'conv1/kernel', shape: [7, 7, 3, 64], dtype: 'float32' }];
    const text = JSON.stringify({ weightsManifest: [{ paths: ['a.bin'], weights }] });
    const malformed = expect.objectContaining({ code: 'weights/malformed' });
    expect(() => importKerasResNet50(text, new Map())).toThrow(malformed);
    expect(() => importKerasResNet50(text, new Map([['a.bin', new Uint8Array(10)]]))).toThrow(malformed);
    expect(() => importKerasResNet50('{', new Map())).toThrow(malformed);
    expect(() =>
      importKerasResNet50(
        JSON.stringify({
          weightsManifest: [{ paths: [], weights: [{ name: 'x', shape: [1e9, -1], dtype: 'float32' }] }],
        }),
        new Map(),
      ),
    ).toThrow(malformed);
    const cut = new Map([['a.bin', new Uint8Array(7 * 7 * 3 * 64 * 4)]]);
    expect(() => importKerasResNet50(text, cut)).toThrow(
      expect.objectContaining({ code: 'weights/missing' }),
    );
  });
});
