import { describe, expect, it } from 'vitest';
import type { Tensor } from '../graph/operation.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { Shape } from '../graph/shape.ts';
import { compile } from '../onnx/compile.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { relativeDistance } from '../runtime/choose/distance.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { batchNormalise } from './batch-normalise.ts';
import { columnMeans, sumTo } from './broadcast.ts';
import { convolution } from './convolution.ts';
import { gradients } from './differentiate.ts';
import { inverseDeviation } from './inverse-deviation.ts';
import { input } from './leaves.ts';
import { multiply } from './multiply.ts';
import { relu } from './relu.ts';
import { squareRoot } from './square-root.ts';
import { subtract } from './subtract.ts';
import { winogradConvolution } from './winograd.ts';

/** relu(normalise(image)) and a loss over a product of it, whose gradient reads it. */
function normalised(shape: Shape): { active: Tensor; loss: Tensor; leaves: Tensor[] } {
  const channels = shape.at(-1)!;
  const [image, row, weights] = [
    input('image', shape),
    input('row', [1, channels]),
    input('weights', [channels, 5]),
  ];
  const centred = subtract(image, columnMeans(image));
  const inverse = inverseDeviation(columnMeans(multiply(centred, centred)), 1e-5);
  const active = relu(batchNormalise(image, { centred, inverse }, { gamma: row, beta: row }));
  const product = convolution(active, weights, { kernel: 1, stride: 1, padding: 0 });
  return { active, loss: sumTo(multiply(product, product), []), leaves: [image, row, weights] };
}

const length = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

/** Values of gradients for made-up inputs, named after the leaves. */
async function valuesOf(leaves: readonly Tensor[], found: readonly (Tensor | undefined)[]) {
  await using runtime = await openNodeCpu({ threads: 1 });
  const names = leaves.map(({ node }) => (node.attributes as { name: string }).name);
  const outputs = Object.fromEntries(names.map((name, index) => [`${name} slope`, found[index]!]));
  await using session = await runtime.load(compile({ lowering: 'gemm', outputs }), new Map());
  const batch = leaves.map(({ shape }, index) => {
    const random = pseudoRandom(names[index]!);
    return [names[index]!, Float32Array.from({ length: length(shape) }, () => random.normal())] as const;
  });
  return session.run(Object.fromEntries(batch));
}

describe('what gradients read of the forward pass', () => {
  it('is a large activation that is cheap to repeat a second time, not the first', () => {
    const { active, loss, leaves } = normalised([2, 512, 512, 2]);
    const behind = topologicalOrder([gradients(loss, leaves)[2]!]);
    const others = behind.filter((tensor) => tensor.node.op.name === 'relu' && tensor !== active);
    expect(others).toHaveLength(1);
    expect(behind.map(({ node }) => node.op.name)).toContain('notBefore');
  });

  it('is a small one itself', () => {
    const { active, loss, leaves } = normalised([2, 4, 4, 3]);
    const behind = topologicalOrder([gradients(loss, leaves)[2]!]);
    expect(behind.filter(({ node }) => node.op.name === 'relu')).toEqual([active]);
  });

  it('is one that is not cheap to repeat itself, however large', () => {
    const [image, weights] = [input('x', [2048, 1024]), input('w', [2048, 1024])];
    const root = squareRoot(image);
    const [slope] = gradients(sumTo(multiply(root, weights), []), [weights]);
    expect(topologicalOrder([slope!])).toContain(root);
  });

  it('gives the same gradients, bit for bit, whether it is kept or computed again', async () => {
    const { loss, leaves } = normalised([2, 5, 6, 3]);
    const kept = await valuesOf(leaves, gradients(loss, leaves));
    const again = await valuesOf(leaves, gradients(loss, leaves, { againFrom: 0 }));
    expect(again).toEqual(kept);
  });

  it('gives the gradients of the direct form where transformed tiles are computed again', async () => {
    const leaves = [input('image', [1, 128, 130, 16]), input('weights', [144, 4])];
    const [image, weights] = leaves as [Tensor, Tensor];
    const slopes = (result: Tensor) => gradients(sumTo(multiply(result, result), []), leaves);
    const direct = convolution(image, weights, { kernel: 3, stride: 1, padding: 1 });
    const tiled = winogradConvolution(image, weights, { forward: 2, backward: 2 });
    const [expected, found] = [await valuesOf(leaves, slopes(direct)), await valuesOf(leaves, slopes(tiled))];
    for (const name of ['image slope', 'weights slope'])
      expect(relativeDistance(found[name]!, Float64Array.from(expected[name]!))).toBeLessThan(2e-6);
  });
});
