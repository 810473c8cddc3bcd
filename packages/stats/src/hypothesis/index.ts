/**
 * Hypothesis tests, adjusted P values and the first table of a paper.
 *
 * Reads columns, groups or counts; gives statistics and P values. Knows no time to an event.
 */
export { type Adjustment, adjustP } from './adjust.ts';
export { type ContingencyTest, chiSquareTest } from './chi-square.ts';
export {
  type DescribeOptions,
  type Description,
  describe,
  type QuantileType,
} from './describe.ts';
export { type FisherOptions, type FisherTest, fisherTest } from './fisher.ts';
export { type McNemarTest, mcnemarTest } from './mcnemar.ts';
export { type FTest, type SeveralGroupsTest, severalGroupsTest } from './several-groups.ts';
export { type ShapiroWilkTest, shapiroWilkTest } from './shapiro-wilk.ts';
export { signedRankTest } from './signed-rank.ts';
export type { TableValue } from './split-by-group.ts';
export {
  type StandardisedDifference,
  standardisedDifference,
  type VariableKind,
} from './standardised-difference.ts';
export {
  type GroupMoments,
  pairedTTest,
  type TTest,
  type TTestOptions,
  type TwoGroupTTest,
  tTest,
} from './t-test.ts';
export { type GroupSummary, type TableRow, type TableVariable, tableOne } from './table-one.ts';
export { type RankSumTest, type RankTest, rankSumTest } from './wilcoxon.ts';
