/**
 * Whether a score separates better in one cohort than in another.
 *
 * Reads two cohorts without a patient in common, gives the difference of their areas. Knows no pairing.
 */
import type { Numbers } from '../columns.ts';
import { studentSurvival } from '../distributions/student.ts';
import { checkOptions, requireLevel } from '../options.ts';
import {
  type AreaComparison,
  COMPARE_DEFAULTS,
  type CompareOptions,
  estimateOf,
  twoSided,
} from './compare.ts';
import { separateClasses } from './levels.ts';
import { areaCovariance, placements } from './placements.ts';

/** Comparison on different patients. */
export interface UnpairedComparison extends AreaComparison {
  /** Welch-type degrees of freedom, as pROC takes them. */
  readonly degreesOfFreedom: number | null;
  /** Two-sided P under Student's distribution, as pROC prints it. */
  readonly pStudent: number | null;
}

/** A score and the labels of the same patients. */
export interface ScoredCohort {
  /** Length n, finite, higher is more positive. */
  readonly scores: Numbers;
  /** Length n, 1 positive, 0 negative. */
  readonly labels: Numbers;
}

/**
 * DeLong's test of scores of different patients.
 *
 * @param first One cohort.
 * @param second The other cohort, no patient in common.
 * @param options Confidence level.
 * @throws StatsError `input/...`.
 * @example
 * compareAucUnpaired(internalTest, externalTest).pStudent;
 * @see Robin et al., BMC Bioinformatics 12 (2011) 77. R: pROC::roc.test(paired = FALSE).
 */
export function compareAucUnpaired(
  first: ScoredCohort,
  second: ScoredCohort,
  options: Partial<CompareOptions> = {},
): UnpairedComparison {
  const { level } = checkOptions(options, COMPARE_DEFAULTS);
  requireLevel(level);
  const a = placements(separateClasses(first.scores, first.labels));
  const b = placements(separateClasses(second.scores, second.labels));
  const firstVariance = areaCovariance(a, a);
  const secondVariance = areaCovariance(b, b);
  const value = a.area - b.area;
  const areas = { first: a.area, second: b.area, firstVariance, secondVariance };
  if (firstVariance === null || secondVariance === null) {
    const nothing = { standardError: null, z: null, p: null, degreesOfFreedom: null, pStudent: null };
    return { ...areas, difference: estimateOf(value, null, level), ...nothing };
  }
  const variance = firstVariance + secondVariance;
  const standardError = Math.sqrt(variance);
  const z = variance === 0 ? null : value / standardError;
  const parts =
    firstVariance ** 2 / (first.scores.length - 1) + secondVariance ** 2 / (second.scores.length - 1);
  const degreesOfFreedom = variance === 0 ? null : variance ** 2 / parts;
  const pStudent = z === null ? null : 2 * studentSurvival(Math.abs(z), degreesOfFreedom!);
  const difference = estimateOf(value, standardError, level);
  return { ...areas, difference, standardError, z, p: twoSided(z), degreesOfFreedom, pStudent };
}
