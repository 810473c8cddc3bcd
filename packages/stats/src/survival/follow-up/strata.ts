/**
 * Patients of each stratum in order of time, with tied times joined.
 *
 * Reads follow-up and stratum codes, gives one flat order that every sweep over risk sets walks along.
 * Knows nothing of covariates or groups.
 */
import { StatsError } from '../../errors.ts';
import type { FollowUp } from '../../types.ts';
import { runOfEach, runsOfTies, TIME_TOLERANCE } from './ties.ts';

/** Patients sorted by stratum, then time. A run is one distinct time within one stratum. */
export interface TimedStrata {
  /** Patient at each sorted place. Length n. */
  readonly patients: Uint32Array;
  /** Sorted place where each run starts, and n at the end. Length runs + 1. */
  readonly runStarts: Uint32Array;
  /** Time of each run. Length runs. */
  readonly runTimes: Float64Array;
  /** Run where each stratum starts, and the number of runs at the end. Length strata + 1. */
  readonly stratumRuns: Uint32Array;
  /** Stratum codes, ascending. */
  readonly codes: readonly number[];
}

const TABLE_RANGE = 1 << 16;

/** Place of each code by a table, for codes that lie close together. */
function compressByTable(
  codes: ArrayLike<number>,
  low: number,
  range: number,
): { codes: number[]; index: Uint32Array } {
  const place = new Int32Array(range).fill(-1);
  for (let i = 0; i < codes.length; i++) place[codes[i]! - low] = 0;
  const distinct: number[] = [];
  for (let k = 0; k < range; k++) if (place[k] === 0) place[k] = distinct.push(low + k) - 1;
  const index = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) index[i] = place[codes[i]! - low]!;
  return { codes: distinct, index };
}

/** Distinct codes, ascending, and the place of each patient's code among them. */
export function compressCodes(codes: ArrayLike<number>): { codes: number[]; index: Uint32Array } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < codes.length; i++) {
    if (codes[i]! < low) low = codes[i]!;
    if (codes[i]! > high) high = codes[i]!;
  }
  if (high - low < TABLE_RANGE) return compressByTable(codes, low, high - low + 1);
  const distinct = Array.from(new Set(Array.from(codes))).sort((a, b) => a - b);
  const place = new Map(distinct.map((code, index) => [code, index]));
  return { codes: distinct, index: Uint32Array.from(Array.from(codes), (code) => place.get(code)!) };
}

/** Values of the patients in another order. */
export function inOrder<T extends Float64Array | Uint32Array | Uint8Array>(
  patients: Uint32Array,
  values: ArrayLike<number>,
  into: T,
): T {
  for (let place = 0; place < patients.length; place++) into[place] = values[patients[place]!]!;
  return into;
}

/**
 * Refuse codes that are not one integer a patient.
 *
 * @param codes Group or stratum codes. Length n.
 * @param n Number of patients.
 * @param name What the codes are, for the message.
 * @throws StatsError `input/length`, `survival/groups`.
 */
export function checkCodes(codes: ArrayLike<number>, n: number, name: string): void {
  if (codes.length !== n)
    throw new StatsError('input/length', {
      found: `Found ${codes.length} ${name} codes for ${n} patients.`,
      needed: 'Needed one code a patient.',
      remedy: 'Check that all columns come from the same rows.',
    });
  for (let i = 0; i < n; i++) {
    if (!Number.isInteger(codes[i]!))
      throw new StatsError('survival/groups', {
        found: `Found a ${name} code of ${codes[i]} at position ${i}.`,
        needed: 'Needed a whole number for every patient.',
        remedy: 'Number the levels before the call.',
      });
  }
}

/**
 * Sort patients by stratum and time.
 *
 * @param followUp Checked follow-up of n patients.
 * @param strata Integer codes, one a patient; one stratum when left out.
 */
export function timedStrata(followUp: FollowUp, strata?: ArrayLike<number>): TimedStrata {
  const runs = runsOfTies(followUp.months, TIME_TOLERANCE);
  const n = followUp.months.length;
  if (strata === undefined)
    return {
      patients: runs.order,
      runStarts: runs.starts,
      runTimes: runs.values,
      stratumRuns: Uint32Array.of(0, runs.values.length),
      codes: [0],
    };
  const { codes, index } = compressCodes(strata);
  const run = runOfEach(runs);
  const places = new Uint32Array(codes.length + 1);
  for (let i = 0; i < n; i++) places[index[i]! + 1]!++;
  for (let s = 0; s < codes.length; s++) places[s + 1]! += places[s]!;
  const ends = places.slice(1);
  const patients = new Uint32Array(n);
  for (const patient of runs.order) patients[places[index[patient]!]!++] = patient;
  const runStarts: number[] = [];
  const runTimes: number[] = [];
  const stratumRuns = [0];
  let place = 0;
  for (const end of ends) {
    for (let first = true; place < end; place++, first = false) {
      const patient = patients[place]!;
      if (!first && run[patient] === run[patients[place - 1]!]) continue;
      runStarts.push(place);
      runTimes.push(runs.values[run[patient]!]!);
    }
    stratumRuns.push(runStarts.length);
  }
  runStarts.push(n);
  return {
    patients,
    runStarts: Uint32Array.from(runStarts),
    runTimes: Float64Array.from(runTimes),
    stratumRuns: Uint32Array.from(stratumRuns),
    codes,
  };
}
