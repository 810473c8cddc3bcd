import { describe, it } from 'vitest';
import type { Tensor } from '../graph/operation.ts';
import { expectGradients } from '../ops/gradients.fixture.ts';
import { constant } from '../ops/leaves.ts';
import type { Case } from '../ops/numerical.fixture.ts';
import * as reference from '../ops/reference.fixture.ts';
import { at, type Plain } from '../ops/reference.fixture.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { focal } from './focal.ts';
import { ordinal } from './ordinal.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { coxPartialLikelihood, discreteTimeSurvival } from './survival.ts';

const weights = Float64Array.of(1, 0.5, 0, 2);
const cases: Readonly<Record<string, Case>> = {
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

describe('every loss, against float64 definitions and central differences', async () => {
  const runtime = await openNodeCpu({ threads: 1 });
  for (const [name, one] of Object.entries(cases))
    it(`${name} gives its value and its gradients`, () => expectGradients(runtime, name, one));
});
