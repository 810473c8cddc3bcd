import { describe, it } from 'vitest';
import { openNodeCpu } from '../runtime/node/open.ts';
import { add } from './add.ts';
import { averagePool } from './average-pool.ts';
import { slice } from './axis.ts';
import { batchMatmul } from './batch-matmul.ts';
import { batchNormalise } from './batch-normalise.ts';
import { broadcastTo, columnMeans, sumTo } from './broadcast.ts';
import { concatenate } from './concatenate.ts';
import { convolution } from './convolution.ts';
import { divide } from './divide.ts';
import { exponential } from './exponential.ts';
import { gelu } from './gelu.ts';
import { gemm } from './gemm.ts';
import { expectGradients } from './gradients.fixture.ts';
import { mergeHeads, splitHeads } from './heads.ts';
import { inverseDeviation } from './inverse-deviation.ts';
import { constant } from './leaves.ts';
import { logSumExp } from './log-sum-exp.ts';
import { maxPool } from './max-pool.ts';
import { multiply } from './multiply.ts';
import type { Case } from './numerical.fixture.ts';
import * as reference from './reference.fixture.ts';
import { at, build, each, elementwise } from './reference.fixture.ts';
import { relu } from './relu.ts';
import { reshape } from './reshape.ts';
import { scale } from './scale.ts';
import { softmax } from './softmax.ts';
import { sigmoid, softplus } from './softplus.ts';
import { squareRoot } from './square-root.ts';
import { standardise } from './standardise.ts';
import { subtract } from './subtract.ts';
import { winogradConvolution } from './winograd.ts';

const matrices = (transposeA: boolean, transposeB: boolean): Case => ({
  shapes: [transposeA ? [3, 4] : [4, 3], transposeB ? [5, 3] : [3, 5], [1, 5]],
  graph: (a, b, bias) => gemm(a!, b!, { transposeA, transposeB, bias }),
  plain: (a, b, bias) =>
    elementwise(reference.product(a!, b!, [transposeA, transposeB]), bias!, (x, y) => x + y),
});

const stacks = (a: boolean, b: boolean): Case => ({
  shapes: [a ? [2, 3, 4] : [2, 4, 3], b ? [2, 5, 3] : [2, 3, 5]],
  graph: (x, y) => batchMatmul(x!, y!, a, b),
  plain: (x, y) => reference.product(x!, y!, [a, b]),
});

const sliding = (
  image: readonly number[],
  [kernel, stride, padding]: readonly [kernel: number, stride: number, padding: number],
): Case => ({
  shapes: [image, [kernel * kernel * image[3]!, 3], [1, 3]],
  graph: (x, w, bias) => convolution(x!, w!, { kernel, stride, padding, bias }),
  plain: (x, w, bias) =>
    elementwise(reference.convolution(x!, w!, { kernel, stride, padding }), bias!, (a, b) => a + b),
});

const winograd = (image: readonly number[], forward: 2 | 4, backward = forward): Case => ({
  shapes: [image, [9 * image[3]!, 3]],
  graph: (x, w) => winogradConvolution(x!, w!, { forward, backward }),
  plain: (x, w) => reference.convolution(x!, w!, { kernel: 3, stride: 1, padding: 1 }),
});

const cases: Readonly<Record<string, Case>> = {
  'add of a row': {
    shapes: [
      [3, 4],
      [1, 4],
    ],
    graph: (a, b) => add(a!, b!),
    plain: (a, b) => elementwise(a!, b!, (x, y) => x + y),
  },
  'add of a scalar': {
    shapes: [[3, 4], []],
    graph: (a, b) => add(a!, b!),
    plain: (a, b) => elementwise(a!, b!, (x, y) => x + y),
  },
  'subtract of an image row': {
    shapes: [
      [2, 2, 3, 4],
      [1, 4],
    ],
    graph: (a, b) => subtract(a!, b!),
    plain: (a, b) => elementwise(a!, b!, (x, y) => x - y),
  },
  'multiply in a stack': {
    shapes: [
      [2, 3, 4],
      [2, 1, 4],
    ],
    graph: (a, b) => multiply(a!, b!),
    plain: (a, b) => elementwise(a!, b!, (x, y) => x * y),
  },
  divide: {
    shapes: [
      [3, 4],
      [3, 1],
    ],
    positive: true,
    graph: (a, b) => divide(a!, b!),
    plain: (a, b) => elementwise(a!, b!, (x, y) => x / y),
  },
  scale: { shapes: [[3]], graph: (a) => scale(a!, -2.5), plain: (a) => each(a!, (x) => -2.5 * x) },
  squareRoot: {
    shapes: [[5]],
    positive: true,
    graph: (a) => squareRoot(a!),
    plain: (a) => each(a!, Math.sqrt),
  },
  inverseDeviation: {
    shapes: [[1, 5]],
    positive: true,
    graph: (a) => inverseDeviation(a!, 0.01),
    plain: (a) => each(a!, (x) => 1 / Math.sqrt(x + 0.01)),
  },
  relu: { shapes: [[4, 5]], graph: (a) => relu(a!), plain: (a) => each(a!, (x) => Math.max(0, x)) },
  gelu: {
    shapes: [[4, 5]],
    graph: (a) => gelu(a!),
    plain: (a) => each(a!, (x) => 0.5 * x * (1 + reference.erf(x * Math.SQRT1_2))),
  },
  softmax: { shapes: [[2, 3, 4]], graph: (a) => softmax(a!), plain: (a) => reference.softmax(a!) },
  standardise: {
    shapes: [[2, 3, 6]],
    graph: (a) => standardise(a!, 1e-3),
    plain: (a) => reference.standardise(a!, 1e-3),
  },
  reshape: {
    shapes: [[3, 4]],
    graph: (a) => reshape(a!, [2, 6]),
    plain: (a) => ({ shape: [2, 6], data: a!.data }),
  },
  'sumTo of a stack': {
    shapes: [[3, 2, 4]],
    graph: (a) => sumTo(a!, [1, 2, 1], 0.5),
    plain: (a) =>
      build([1, 2, 1], ([, j]) => {
        let sum = 0;
        for (let i = 0; i < 3; i++) for (let k = 0; k < 4; k++) sum += at(a!, [i, j!, k]);
        return sum / 2;
      }),
  },
  'sumTo of everything': {
    shapes: [[2, 2, 2, 3]],
    graph: (a) => sumTo(a!, []),
    plain: (a) => ({ shape: [], data: Float64Array.of(a!.data.reduce((x, y) => x + y)) }),
  },
  columnMeans: {
    shapes: [[2, 2, 2, 3]],
    graph: (a) => columnMeans(a!),
    plain: (a) =>
      build([1, 3], ([, c]) => {
        let sum = 0;
        for (let row = 0; row < 8; row++) sum += a!.data[row * 3 + c!]!;
        return sum / 8;
      }),
  },
  broadcastTo: {
    shapes: [[2, 1, 3]],
    graph: (a) => broadcastTo(a!, [2, 4, 3]),
    plain: (a) => build([2, 4, 3], (where) => at(a!, where)),
  },
  slice: {
    shapes: [[2, 5, 3]],
    graph: (a) => slice(a!, { axis: 1, start: 1, end: 4 }),
    plain: (a) => build([2, 3, 3], ([i, j, k]) => at(a!, [i!, j! + 1, k!])),
  },
  concatenate: {
    shapes: [
      [2, 1, 3],
      [2, 2, 3],
    ],
    graph: (a, b) => concatenate([a!, b!], 1),
    plain: (a, b) =>
      build([2, 3, 3], ([i, j, k]) => (j === 0 ? at(a!, [i!, 0, k!]) : at(b!, [i!, j! - 1, k!]))),
  },
  splitHeads: {
    shapes: [[2, 3, 8]],
    graph: (a) => splitHeads(a!, 2),
    plain: (a) => build([4, 3, 4], ([p, t, d]) => at(a!, [p! >> 1, t!, (p! % 2) * 4 + d!])),
  },
  mergeHeads: {
    shapes: [[4, 3, 4]],
    graph: (a) => mergeHeads(a!, 2),
    plain: (a) => build([2, 3, 8], ([b, t, d]) => at(a!, [2 * b! + (d! >> 2), t!, d! % 4])),
  },
  gemm: matrices(false, false),
  'gemm, left transposed': matrices(true, false),
  'gemm, right transposed': matrices(false, true),
  'gemm, both transposed': matrices(true, true),
  batchMatmul: stacks(false, false),
  'batchMatmul, left transposed': stacks(true, false),
  'batchMatmul, right transposed': stacks(false, true),
  'batchMatmul, both transposed': stacks(true, true),
  'convolution 1x1': sliding([2, 3, 4, 2], [1, 1, 0]),
  'convolution 1x1 of stride 2': sliding([2, 4, 5, 2], [1, 2, 0]),
  'convolution 3x3': sliding([2, 4, 3, 2], [3, 1, 1]),
  'convolution 3x3 without padding': sliding([1, 4, 5, 2], [3, 1, 0]),
  'convolution 3x3 of stride 2': sliding([2, 5, 4, 5], [3, 2, 1]),
  'convolution 7x7 of stride 2, folded': sliding([1, 8, 6, 3], [7, 2, 3]),
  'convolution 7x7 of stride 2, odd extent': sliding([1, 7, 9, 2], [7, 2, 3]),
  'winogradConvolution of whole tiles of 2': winograd([2, 4, 6, 2], 2),
  'winogradConvolution of broken tiles of 2': winograd([2, 5, 3, 2], 2),
  'winogradConvolution of whole tiles of 4': winograd([1, 4, 8, 2], 4),
  'winogradConvolution of broken tiles of 4': winograd([2, 7, 5, 3], 4),
  'winogradConvolution of tiles of 2 and 4': winograd([2, 6, 5, 3], 2, 4),
  maxPool: { shapes: [[2, 5, 6, 2]], graph: (a) => maxPool(a!), plain: (a) => reference.maxPool(a!) },
  averagePool: {
    shapes: [[2, 3, 2, 4]],
    graph: (a) => averagePool(a!),
    plain: (a) => reference.averagePool(a!),
  },
  batchNormalise: {
    shapes: [
      [3, 2, 2, 2],
      [1, 2],
      [1, 2],
    ],
    graph: (x, gamma, beta) => {
      const centred = subtract(x!, columnMeans(x!));
      const inverse = inverseDeviation(columnMeans(multiply(centred, centred)), 1e-3);
      return batchNormalise(x!, { centred, inverse }, { gamma: gamma!, beta: beta! });
    },
    plain: (x, gamma, beta) => reference.batchNorm(x!, { gamma: gamma!, beta: beta! }, 1e-3),
  },
  'relu of batchNormalise, computed again for its gradients': {
    shapes: [
      [3, 2, 2, 2],
      [1, 2],
      [2, 3],
    ],
    graph: (x, gamma, w) => {
      const centred = subtract(x!, columnMeans(x!));
      const inverse = inverseDeviation(columnMeans(multiply(centred, centred)), 1e-3);
      const beta = constant(Float32Array.of(0.1, -0.2), [1, 2]);
      const active = relu(batchNormalise(x!, { centred, inverse }, { gamma: gamma!, beta }));
      return convolution(active, w!, { kernel: 1, stride: 1, padding: 0 });
    },
    plain: (x, gamma, w) => {
      const beta = { shape: [1, 2], data: Float64Array.of(0.1, -0.2) };
      const active = each(reference.batchNorm(x!, { gamma: gamma!, beta }, 1e-3), (v) => Math.max(0, v));
      return reference.convolution(active, w!, { kernel: 1, stride: 1, padding: 0 });
    },
  },
  softplus: {
    shapes: [[5]],
    graph: (a) => softplus(a!),
    plain: (a) => each(a!, (x) => Math.log1p(Math.exp(x))),
  },
  sigmoid: {
    shapes: [[5]],
    graph: (a) => sigmoid(a!),
    plain: (a) => each(a!, (x) => 1 / (1 + Math.exp(-x))),
  },
  exponential: { shapes: [[5]], graph: (a) => exponential(a!), plain: (a) => each(a!, Math.exp) },
  logSumExp: {
    shapes: [[3, 4]],
    graph: (a) => logSumExp(a!),
    plain: (a) =>
      build([3, 1], ([i]) => Math.log([0, 1, 2, 3].reduce((sum, j) => sum + Math.exp(at(a!, [i!, j])), 0))),
  },
};

describe('every operation, against float64 definitions and central differences', async () => {
  const runtime = await openNodeCpu({ threads: 1 });
  for (const [name, one] of Object.entries(cases))
    it(`${name} gives its value and its gradients`, () => expectGradients(runtime, name, one));
});
