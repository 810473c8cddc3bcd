/**
 * Whether several groups differ.
 *
 * Reads values and the group of each, gives Kruskal and Wallis's test, the analysis of variance and Welch's version of it.
 * Knows no pairwise comparison; adjust P values where groups are compared two by two.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { fSurvival } from '../distributions/f.ts';
import { StatsError } from '../errors.ts';
import { midRanks } from './ranks.ts';

/** An F test; null with a reason where it is 0 / 0. */
export interface FTest {
  /** The statistic. */
  readonly statistic: number | null;
  /** Degrees of freedom between groups. */
  readonly degreesOfFreedom: number;
  /** Degrees of freedom within groups. */
  readonly residualDegreesOfFreedom: number | null;
  /** P value. */
  readonly p: number | null;
  /** Why it is null. */
  readonly reason?: string;
}

/** Tests of several groups. */
export interface SeveralGroupsTest {
  /** Kruskal and Wallis's chi-squared; null when all values tie. */
  readonly kruskalWallis: {
    readonly statistic: number | null;
    readonly degreesOfFreedom: number;
    readonly p: number | null;
    readonly reason?: string;
  };
  /** One-way analysis of variance, equal variances. */
  readonly anova: FTest;
  /** Welch's analysis of variance, unequal variances. */
  readonly welch: FTest;
  /** Group names in the order of first appearance. */
  readonly groups: readonly (string | number)[];
}

interface Group {
  readonly n: number;
  readonly mean: number;
  /** Sum of squares around the group's mean. */
  readonly squares: number;
  readonly rankSum: number;
}

function summarise(rows: readonly number[], values: Numbers, ranks: Float64Array): Group {
  const n = rows.length;
  const mean = rows.reduce((sum, row) => sum + values[row]!, 0) / n;
  const squares = rows.reduce((sum, row) => sum + (values[row]! - mean) ** 2, 0);
  return { n, mean, squares, rankSum: rows.reduce((sum, row) => sum + ranks[row]!, 0) };
}

function kruskalWallis(groups: readonly Group[], n: number, tieSum: number) {
  const degreesOfFreedom = groups.length - 1;
  const ties = 1 - tieSum / (n ** 3 - n);
  if (!(ties > 0)) {
    return { statistic: null, degreesOfFreedom, p: null, reason: 'All values are equal: the test is 0 / 0.' };
  }
  const between = groups.reduce((sum, group) => sum + group.rankSum ** 2 / group.n, 0);
  const statistic = ((12 * between) / (n * (n + 1)) - 3 * (n + 1)) / ties;
  return { statistic, degreesOfFreedom, p: chiSquaredSurvival(Math.max(0, statistic), degreesOfFreedom) };
}

function anova(groups: readonly Group[], n: number): FTest {
  const degreesOfFreedom = groups.length - 1;
  const residualDegreesOfFreedom = n - groups.length;
  const within = groups.reduce((sum, group) => sum + group.squares, 0);
  if (residualDegreesOfFreedom < 1 || within === 0) {
    const reason = 'Values do not vary within groups: the test is not defined.';
    return { statistic: null, degreesOfFreedom, residualDegreesOfFreedom, p: null, reason };
  }
  const grand = groups.reduce((sum, group) => sum + group.n * group.mean, 0) / n;
  const between = groups.reduce((sum, group) => sum + group.n * (group.mean - grand) ** 2, 0);
  const statistic = between / degreesOfFreedom / (within / residualDegreesOfFreedom);
  const p = fSurvival(statistic, degreesOfFreedom, residualDegreesOfFreedom);
  return { statistic, degreesOfFreedom, residualDegreesOfFreedom, p };
}

function welch(groups: readonly Group[]): FTest {
  const k = groups.length;
  const degreesOfFreedom = k - 1;
  if (groups.some((group) => group.n < 2 || group.squares === 0)) {
    const reason = 'A group has fewer than two values or none that vary: the test is not defined.';
    return { statistic: null, degreesOfFreedom, residualDegreesOfFreedom: null, p: null, reason };
  }
  const weights = groups.map((group) => group.n / (group.squares / (group.n - 1)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = groups.reduce((total, group, i) => total + weights[i]! * group.mean, 0) / sum;
  const spread = groups.reduce((total, group, i) => total + (1 - weights[i]! / sum) ** 2 / (group.n - 1), 0);
  const tmp = spread / (k * k - 1);
  const between = groups.reduce((total, group, i) => total + weights[i]! * (group.mean - mean) ** 2, 0);
  const statistic = between / (degreesOfFreedom * (1 + 2 * (k - 2) * tmp));
  const residualDegreesOfFreedom = 1 / (3 * tmp);
  const p = fSurvival(statistic, degreesOfFreedom, residualDegreesOfFreedom);
  return { statistic, degreesOfFreedom, residualDegreesOfFreedom, p };
}

/**
 * Kruskal-Wallis, one-way analysis of variance and Welch's version.
 *
 * @param values Length n, finite.
 * @param groups Group of each value, at least two different.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`, `tests/groups`.
 * @example
 * severalGroupsTest([1, 2, 3, 4], ['a', 'a', 'b', 'b']).kruskalWallis.p;
 * @see Kruskal and Wallis, JASA 47 (1952) 583-621; Welch, Biometrika 38 (1951) 330-336. R: kruskal.test, oneway.test.
 */
export function severalGroupsTest(values: Numbers, groups: ArrayLike<string | number>): SeveralGroupsTest {
  const n = requireRows({ values, groups: groups as Numbers });
  requireFiniteColumn(values, 'values');
  const { ranks, tieSum } = midRanks(values);
  const rows = new Map<string | number, number[]>();
  for (let i = 0; i < n; i++) {
    const group = rows.get(groups[i]!);
    if (group === undefined) rows.set(groups[i]!, [i]);
    else group.push(i);
  }
  if (rows.size < 2) {
    throw new StatsError('tests/groups', {
      found: `Found ${rows.size} group.`,
      needed: 'Needed at least two groups.',
      remedy: 'Check the group column.',
    });
  }
  const summaries = [...rows.values()].map((members) => summarise(members, values, ranks));
  return {
    kruskalWallis: kruskalWallis(summaries, n, tieSum),
    anova: anova(summaries, n),
    welch: welch(summaries),
    groups: [...rows.keys()],
  };
}
