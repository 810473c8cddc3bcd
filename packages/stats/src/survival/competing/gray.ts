/**
 * Whether groups have the same cumulative incidence of one kind of event.
 *
 * Reads follow-up with competing events and groups, gives Gray's test, which unlike the log-rank test compares
 * subdistribution hazards. Knows nothing of the other causes but that they happened.
 */
import { StatsError } from '../../errors.ts';
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import { requireKnown } from '../../options.ts';
import { chiSquareP } from '../follow-up/probability.ts';
import { checkCodes, compressCodes, timedStrata } from '../follow-up/strata.ts';
import { anyEvent, type CompetingFollowUp, checkCause, checkCompeting } from './follow-up.ts';
import { finalVariance, sweep } from './gray-sweep.ts';

/** What `grayTest` needs beside follow-up and groups. */
export interface GrayOptions {
  /** Number of the cause compared. */
  readonly cause: number;
  /** Integer codes; groups are compared within a stratum only. Default one stratum. */
  readonly strata?: ArrayLike<number>;
}

const KNOWN = Object.freeze({ cause: undefined, strata: undefined });

/** Gray's test. */
export interface GrayTest {
  /** Chi-square statistic; null with a reason when the variance is singular. */
  readonly statistic: number | null;
  /** Groups less one. */
  readonly degreesOfFreedom: number;
  /** P value; null when the statistic is. */
  readonly p: number | null;
  /** Number of the cause. */
  readonly cause: number;
  /** Group codes, ascending. */
  readonly groups: readonly number[];
  /** Why the statistic is null. */
  readonly reason?: string;
}

/**
 * Gray's test of equal cumulative incidence.
 *
 * @param followUp Months and causes of n patients.
 * @param groups Integer group codes, at least two different ones. Length n.
 * @throws StatsError `survival/groups`, `survival/no-events`, `survival/time`, `input/length`.
 * @example
 * grayTest(followUp, arm, { cause: 1 }).p;
 * @see Gray, Ann Stat 16 (1988) 1141-1154; R cmprsk::cuminc.
 */
export function grayTest(
  followUp: CompetingFollowUp,
  groups: ArrayLike<number>,
  options: GrayOptions,
): GrayTest {
  requireKnown(options, KNOWN);
  checkCompeting(followUp);
  const n = followUp.months.length;
  checkCodes(groups, n, 'group');
  if (options.strata) checkCodes(options.strata, n, 'stratum');
  checkCause(followUp, options.cause);
  const { codes, index } = compressCodes(groups);
  const size = codes.length;
  if (size < 2)
    throw new StatsError('survival/groups', {
      found: `Found ${size} group.`,
      needed: 'Needed at least two groups to compare.',
      remedy: 'Check the group column.',
    });
  const timed = timedStrata(anyEvent(followUp), options.strata);
  const patients = {
    kind: Uint8Array.from(timed.patients, (patient) => followUp.cause[patient]!),
    group: timed.patients.map((patient) => index[patient]!),
    starts: timed.runStarts,
  };
  const score = new Float64Array(size - 1);
  const values = new Float64Array((size - 1) ** 2);
  for (let s = 0; s < timed.codes.length; s++) {
    const runs = [timed.stratumRuns[s]!, timed.stratumRuns[s + 1]!] as const;
    const state = sweep(patients, runs, { size, cause: options.cause });
    const variance = finalVariance(state);
    for (let a = 0; a < size - 1; a++) {
      score[a]! += state.score[a]!;
      for (let b = 0; b < size - 1; b++) values[a * (size - 1) + b]! += variance[a * size + b]!;
    }
  }
  const factor = cholesky({ rows: size - 1, columns: size - 1, values });
  const about = { degreesOfFreedom: size - 1, cause: options.cause, groups: codes };
  if (factor.rank < size - 1)
    return {
      ...about,
      statistic: null,
      p: null,
      reason: 'The groups are never at risk together with an event.',
    };
  const statistic = choleskySolve(factor, score).reduce((sum, value, a) => sum + value * score[a]!, 0);
  return { ...about, statistic, p: chiSquareP(statistic, size - 1) };
}
