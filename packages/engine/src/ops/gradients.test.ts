import { describe, expect, it } from 'vitest';
import type { Tensor } from '../graph/operation.ts';
import { binaryCrossEntropy } from '../losses/binary-cross-entropy.ts';
import { focal } from '../losses/focal.ts';
import { ordinal } from '../losses/ordinal.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { coxPartialLikelihood, discreteTimeSurvival } from '../losses/survival.ts';
import { compile } from '../onnx/compile.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { relativeDistance } from '../runtime/choose/distance.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { add } from './add.ts';
import { averagePool } from './average-pool.ts';
import { slice } from './axis.ts';
import { batchMatmul } from './batch-matmul.ts';
import { batchNormalise } from './batch-normalise.ts';
import { broadcastTo, columnMeans, sumTo } from './broadcast.ts';
import { concatenate } from './concatenate.ts';
import { convolution } from './convolution.ts';
import { gradients } from './differentiate.ts';
import { divide } from './divide.ts';
import { exponential } from './exponential.ts';
import { gelu } from './gelu.ts';
import { gemm } from './gemm.ts';
import { mergeHeads, splitHeads } from './heads.ts';
import { inverseDeviation } from './inverse-deviation.ts';
import { constant, input } from './leaves.ts';
import { logSumExp } from './log-sum-exp.ts';
import { maxPool } from './max-pool.ts';
import { multiply } from './multiply.ts';
import { type Case, numerical } from './numerical.fixture.ts';
import * as reference from './reference.fixture.ts';
import { at, build, each, elementwise, type Plain } from './reference.fixture.ts';
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

const weights = Float64Array.of(1, 0.5, 0, 2);
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
      const beta = fixed([0.1, -0.2], [1, 2]);
      const active = relu(batchNormalise(x!, { centred, inverse }, { gamma: gamma!, beta }));
      return convolution(active, w!, { kernel: 1, stride: 1, padding: 0 });
    },
    plain: (x, gamma, w) => {
      const beta = { shape: [1, 2], data: Float64Array.of(0.1, -0.2) };
      const active = each(reference.batchNorm(x!, { gamma: gamma!, beta }, 1e-3), (v) => Math.max(0, v));
      return reference.convolution(active, w!, { kernel: 1, stride: 1, padding: 0 });
    },
  },
  binaryCrossEntropy: {
    shapes: [[4]],
    graph: (x) =>
      binaryCrossEntropy(
        x!,
        { labels: fixed([0, 1, 1, 0]), weights: fixed([...weights]) },
        { positiveWeight: 3 },
      ),
    plain: (x) => ({
      shape: [],
      data: Float64Array.of(
        [0, 1, 1, 0].reduce(
          (sum, y, i) =>
            sum +
            (weights[i]! * (y ? 3 * Math.log1p(Math.exp(-x!.data[i]!)) : Math.log1p(Math.exp(x!.data[i]!)))) /
              3.5,
          0,
        ),
      ),
    }),
  },
  softmaxCrossEntropy: {
    shapes: [[4, 3]],
    graph: (x) => softmaxCrossEntropy(x!, { labels: fixed([0, 2, 1, 0]), weights: fixed([...weights]) }),
    plain: (x) => ({
      shape: [],
      data: Float64Array.of(
        [0, 2, 1, 0].reduce(
          (sum, y, i) => sum - (weights[i]! * Math.log(at(reference.softmax(x!), [i, y]))) / 3.5,
          0,
        ),
      ),
    }),
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
  focal: {
    shapes: [[4]],
    graph: (x) => focal(x!, { labels: fixed([0, 1, 1, 0]), weights: fixed([...weights]) }, 2),
    plain: (x) =>
      overRows([0, 1, 1, 0], (y, i) => {
        const p = 1 / (1 + Math.exp(y ? -x!.data[i]! : x!.data[i]!));
        return (-((1 - p) ** 2) * Math.log(p) * weights[i]!) / 3.5;
      }),
  },
  ordinal: {
    shapes: [[4, 2]],
    graph: (x) =>
      ordinal(x!, { above: fixed([0, 0, 1, 0, 1, 1, 0, 0], [4, 2]), weights: fixed([...weights]) }),
    plain: (x) =>
      overRows(
        [0, 1, 2, 0],
        (level, i) =>
          ([0, 1].reduce(
            (sum, k) => sum + Math.log1p(Math.exp(level > k ? -at(x!, [i, k]) : at(x!, [i, k]))),
            0,
          ) *
            weights[i]!) /
          3.5,
      ),
  },
  coxPartialLikelihood: {
    shapes: [[4]],
    graph: (x) =>
      coxPartialLikelihood(x!, {
        atRisk: fixed([1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1], [4, 4]),
        events: fixed([1, 1, 0, 1]),
      }),
    plain: (x) =>
      overRows([[0, 1, 2, 3], [1, 2, 3], [], [3]], (pool, i) =>
        pool.length === 0
          ? 0
          : (Math.log(pool.reduce((sum, j) => sum + Math.exp(x!.data[j]!), 0)) - x!.data[i]!) / 3,
      ),
  },
  discreteTimeSurvival: {
    shapes: [[2, 3]],
    graph: (x) =>
      discreteTimeSurvival(x!, {
        survived: fixed([1, 1, 0, 1, 0, 0], [2, 3]),
        died: fixed([0, 0, 1, 0, 0, 0], [2, 3]),
        weights: fixed([1, 3]),
      }),
    plain: (x) => {
      const [lives, dies] = [(v: number) => Math.log1p(Math.exp(v)), (v: number) => Math.log1p(Math.exp(-v))];
      const [a, b, c, d] = x!.data as unknown as [number, number, number, number];
      return { shape: [], data: Float64Array.of((lives(a) + lives(b) + dies(c) + 3 * lives(d)) / 4) };
    },
  },
};

function fixed(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return constant(Float32Array.from(values), shape);
}

/** The sum of a function over rows, as a scalar value. */
function overRows<T>(rows: readonly T[], term: (row: T, index: number) => number): Plain {
  return { shape: [], data: Float64Array.of(rows.reduce((sum, row, index) => sum + term(row, index), 0)) };
}

describe('every operation, against float64 definitions and central differences', async () => {
  const runtime = await openNodeCpu({ threads: 1 });
  for (const [name, one] of Object.entries(cases))
    it(`${name} gives its value and its gradients`, async () => {
      const random = pseudoRandom(name);
      const draw = (): number =>
        Math.fround(one.positive ? 0.5 + random.uniform() : 2 * random.uniform() - 1);
      const inputs = one.shapes.map((shape) => build(shape, draw));
      const leaves = one.shapes.map((shape, index) => input(`input${index}`, shape));
      const output = one.graph(...leaves);
      const expected = one.plain(...inputs);
      expect(output.shape).toEqual(expected.shape);
      const weight = expected.data.map(draw);
      const loss = sumTo(multiply(output, constant(Float32Array.from(weight), output.shape)), []);
      const found = gradients(loss, leaves);
      const named = Object.fromEntries(found.map((gradient, index) => [`gradient${index}`, gradient!]));
      const program = compile({ lowering: 'gemm', outputs: { output, ...named } });
      const session = await runtime.load(program, new Map());
      const result = await session.run(
        Object.fromEntries(inputs.map(({ data }, index) => [`input${index}`, Float32Array.from(data)])),
      );
      expect(relativeDistance(result.output!, expected.data)).toBeLessThan(1e-6);
      inputs.forEach((_, index) => {
        expect(
          relativeDistance(result[`gradient${index}`]!, numerical(one, inputs, { which: index, weight })),
        ).toBeLessThan(5e-6);
      });
      await session[Symbol.asyncDispose]();
    });
});
