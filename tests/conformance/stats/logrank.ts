/** Log-rank fixtures: every weighting of one comparison, and two hazard ratios that need no model. */
import { type LogRankTest, logRank } from '../../../packages/stats/src/survival/curve/log-rank.ts';
import type { LogRankWeights } from '../../../packages/stats/src/survival/curve/log-rank-sums.ts';
import type { Adapter } from './adapter.ts';
import { followUpFrom, levels, optionalCodes } from './survival-input.ts';

function statistics(test: LogRankTest) {
  return { chisq: test.statistic, df: test.degreesOfFreedom, p: test.p, variance: test.variance };
}

function counted(test: LogRankTest) {
  return { observed: test.observed, expected: test.expected, n: test.n, ...statistics(test) };
}

function scored(test: LogRankTest) {
  const vector = test.observed.map((observed, group) => observed - test.expected[group]!);
  return { statistic_vector: vector, ...statistics(test) };
}

/** Ratio of observed to expected, and Peto's one-step ratio; 0 / 0 is undefined. */
function ratios(test: LogRankTest) {
  const [observed, expected] = [test.observed, test.expected];
  const ratio = observed[1]! / expected[1]! / (observed[0]! / expected[0]!);
  const peto = Math.exp((observed[1]! - expected[1]!) / test.variance[1]![1]!);
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return { hr_pike_oe: known(ratio), hr_peto: known(peto) };
}

const logrankTest: Adapter = (input) => {
  const followUp = followUpFrom(input);
  const { labels, codes } = levels(input, 'group');
  const strata = optionalCodes(input, 'strata');
  const run = (weights: LogRankWeights) =>
    logRank(followUp, codes, { weights, ...(strata ? { strata } : {}) });
  const plain = run('log-rank');
  return {
    groups: labels,
    logrank: counted(plain),
    peto_peto_prentice_rho1: counted(run('peto-peto')),
    gehan_wilcoxon: scored(run('gehan')),
    tarone_ware: scored(run('tarone-ware')),
    peto_modified: scored(run('peto-modified')),
    fleming_harrington_0_1: scored(run({ rho: 0, gamma: 1 })),
    ...(labels.length === 2 ? ratios(plain) : {}),
  };
};

/** Adapters of the topic logrank. */
export const adapters: Record<string, Adapter> = { 'logrank.test': logrankTest };
