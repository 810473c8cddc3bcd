/**
 * Reference cases of hypothesis tests, adjusted P values and Table 1.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. R's own Fisher odds ratio is good to 3-5 digits and
 * is not given; the one solved to full precision is.
 */
import { type Adjustment, adjustP } from '../../../packages/stats/src/hypothesis/adjust.ts';
import { chiSquareTest } from '../../../packages/stats/src/hypothesis/chi-square.ts';
import { describe, type QuantileType } from '../../../packages/stats/src/hypothesis/describe.ts';
import { fisherTest } from '../../../packages/stats/src/hypothesis/fisher.ts';
import { severalGroupsTest } from '../../../packages/stats/src/hypothesis/several-groups.ts';
import { signedRankTest } from '../../../packages/stats/src/hypothesis/signed-rank.ts';
import {
  standardisedDifference,
  type VariableKind,
} from '../../../packages/stats/src/hypothesis/standardised-difference.ts';
import { pairedTTest, type TTest, tTest } from '../../../packages/stats/src/hypothesis/t-test.ts';
import { rankSumTest } from '../../../packages/stats/src/hypothesis/wilcoxon.ts';
import type { Adapter } from './adapter.ts';
import { groupsOf, levelOf, matrixOf, numbersOf } from './read-input.ts';

const tFields = (test: TTest) => ({
  t: test.t,
  df: test.degreesOfFreedom,
  p: test.p,
  diff: test.difference.value,
  ci_lower: test.difference.lower,
  ci_upper: test.difference.upper,
});

const t: Adapter = (input, params) => {
  const result = tTest(numbersOf(input, 'x'), numbersOf(input, 'y'), { level: levelOf(params) });
  return {
    welch: tFields(result.welch),
    student: tFields(result.student),
    mean_x: result.first.mean,
    sd_x: result.first.sd,
    mean_y: result.second.mean,
    sd_y: result.second.sd,
  };
};

const tPaired: Adapter = (input, params) =>
  tFields(pairedTTest(numbersOf(input, 'x'), numbersOf(input, 'y'), { level: levelOf(params) }));

const rankSum: Adapter = (input) => {
  const result = rankSumTest(numbersOf(input, 'x'), numbersOf(input, 'y'));
  return {
    W: result.statistic,
    p_normal_cc: result.pCorrected,
    p_normal: result.pNormal,
    p_exact_no_ties: result.pExact,
    p_exact_permutation_with_ties: result.pPermutation,
  };
};

const signedRank: Adapter = (input) => {
  const result = signedRankTest(numbersOf(input, 'x'), numbersOf(input, 'y'));
  return { V: result.statistic, p_normal_cc: result.pCorrected, p_normal: result.pNormal };
};

const groups: Adapter = (input) => {
  const { kruskalWallis, anova, welch } = severalGroupsTest(numbersOf(input, 'x'), groupsOf(input, 'g'));
  return {
    kruskal_chisq: kruskalWallis.statistic,
    kruskal_df: kruskalWallis.degreesOfFreedom,
    kruskal_p: kruskalWallis.p,
    anova_F: anova.statistic,
    anova_df1: anova.degreesOfFreedom,
    anova_df2: anova.residualDegreesOfFreedom,
    anova_p: anova.p,
    welch_F: welch.statistic,
    welch_df2: welch.residualDegreesOfFreedom,
    welch_p: welch.p,
  };
};

const chisq: Adapter = (input) => {
  const result = chiSquareTest(matrixOf(input, 'table'));
  return {
    chisq: result.statistic,
    df: result.degreesOfFreedom,
    p: result.p,
    chisq_yates: result.yatesStatistic,
    p_yates: result.pYates,
    min_expected: result.smallestExpected,
    g_lr: result.likelihoodRatio,
    g_p: result.pLikelihoodRatio,
    cramers_v: result.cramersV,
  };
};

const fisher: Adapter = (input, params) => {
  const result = fisherTest(matrixOf(input, 'table'), { level: levelOf(params) });
  if (result.oddsRatio === null) return { p: result.p };
  return {
    p: result.p,
    or_conditional_mle: result.oddsRatio.value,
    ci_lower: result.oddsRatio.lower,
    ci_upper: result.oddsRatio.upper,
    p_greater: result.pGreater,
    p_less: result.pLess,
    or_sample: result.sampleOddsRatio,
  };
};

const METHODS: readonly Adjustment[] = ['holm', 'hochberg', 'hommel', 'bonferroni', 'bh', 'by'];

const padjust: Adapter = (input) => {
  const values = numbersOf(input, 'p');
  return Object.fromEntries(METHODS.map((method) => [method, [...adjustP(values, method)]]));
};

const smd: Adapter = (input, params) => {
  const kind = params.type as VariableKind;
  const values = kind === 'continuous' ? numbersOf(input, 'x') : groupsOf(input, 'x');
  const { value } = standardisedDifference(values, groupsOf(input, 'g'), kind);
  return { smd: value, smd_tableone: value };
};

const described: Adapter = (input) => {
  const values = numbersOf(input, 'x');
  const of = (quantileType: QuantileType) => describe(values, { quantileType });
  const { shapiroW, shapiroP, n, mean, sd, median, q1, q3, min, max } = of(7);
  return {
    ...{ n, mean, sd, median, q1, q3, min, max },
    q1_type6: of(6).q1,
    q3_type6: of(6).q3,
    q1_type2_sas: of(2).q1,
    q3_type2_sas: of(2).q3,
    shapiro_w: shapiroW,
    shapiro_p: shapiroP,
  };
};

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = {
  'test.t': t,
  'test.t_paired': tPaired,
  'test.wilcoxon_rank_sum': rankSum,
  'test.wilcoxon_signed_rank': signedRank,
  'test.kruskal': groups,
  'test.chisq': chisq,
  'test.fisher': fisher,
  'multi.padjust': padjust,
  'table1.smd': smd,
  'table1.describe': described,
};
