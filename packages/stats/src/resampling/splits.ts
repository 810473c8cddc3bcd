/**
 * Which rows train and which test in cross-validation.
 *
 * Reads labels and patients, gives folds: stratified, by whole patient, repeated, or one centre at a time. Knows
 * nothing of models.
 */
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { groupRows, type RowPlan } from './draw.ts';
import { type Random, shuffle } from './random.ts';

/** One fold. */
export interface RowSplit {
  /** From 0. */
  readonly repeat: number;
  /** From 0 within the repeat. */
  readonly fold: number;
  /** Ascending row indices. */
  readonly train: Int32Array;
  /** Ascending row indices; no patient of them is in `train`. */
  readonly test: Int32Array;
}

/** How to split. Strata and patients as for a bootstrap. */
export interface SplitPlan extends RowPlan {
  /** Number of folds, from 2. Default 5. */
  readonly folds?: number;
  /** How often to split anew. Default 1. */
  readonly repeats?: number;
  /** Stream of a repeat, say `(repeat) => random(seed, 'folds', repeat)`. */
  readonly source: (repeat: number) => Random;
}

const DEFAULTS = Object.freeze({
  n: undefined,
  source: undefined,
  strata: undefined,
  patients: undefined,
  folds: 5,
  repeats: 1,
});

function splitOf(n: number, testRows: readonly number[], at: { repeat: number; fold: number }): RowSplit {
  const isTest = new Uint8Array(n);
  for (const row of testRows) isTest[row] = 1;
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  return {
    ...at,
    train: rows.filter((row) => isTest[row] === 0),
    test: rows.filter((row) => isTest[row] === 1),
  };
}

/** Deals the patients of every stratum in turn, going on where the last stratum stopped, so folds differ by one. */
function deal(
  strata: readonly (readonly (readonly number[])[])[],
  folds: number,
  source: Random,
): number[][] {
  const tests = Array.from({ length: folds }, (): number[] => []);
  let next = 0;
  for (const stratum of strata) {
    for (const rows of shuffle(stratum, source)) {
      tests[next % folds]!.push(...rows);
      next++;
    }
  }
  return tests;
}

function refuse(found: string, needed: string, remedy: string): never {
  throw new StatsError('resampling/split', { found, needed, remedy });
}

/**
 * Folds of k-fold cross-validation, stratified and by whole patient where asked, repeated where asked.
 *
 * @param plan Rows and folds.
 * @throws StatsError `resampling/split` with fewer patients than folds or a stratum that cannot be in every training
 * set; `input/*`.
 * @example
 * kFold({ n: 6, strata: [0, 0, 0, 1, 1, 1], folds: 3, source: (r) => random(1, 'folds', r) });
 * @see Kohavi, IJCAI 1995, 1137-1145.
 */
export function kFold(plan: SplitPlan): RowSplit[] {
  const { n, folds, repeats } = checkOptions(plan, DEFAULTS);
  if (!Number.isInteger(folds) || folds < 2 || !Number.isInteger(repeats) || repeats < 1) {
    refuse(
      `Found ${folds} folds and ${repeats} repeats.`,
      'Needed whole numbers, at least 2 folds.',
      'Correct the plan.',
    );
  }
  const strata = groupRows(plan);
  const patients = strata.reduce((sum, stratum) => sum + stratum.length, 0);
  if (patients < folds) {
    refuse(
      `Found ${patients} patients for ${folds} folds.`,
      'Needed at least one patient a fold.',
      'Use fewer folds.',
    );
  }
  if (strata.some((stratum) => stratum.length < 2)) {
    refuse(
      'Found a stratum of one patient.',
      'Needed at least two in each, so that one can train.',
      'Merge strata.',
    );
  }
  return Array.from({ length: repeats }, (_, repeat) =>
    deal(strata, folds, plan.source(repeat)).map((rows, fold) => splitOf(n, rows, { repeat, fold })),
  ).flat();
}

/** A fold that leaves one group out. */
export interface GroupSplit extends RowSplit {
  /** The group that is tested on. */
  readonly group: string | number;
}

/**
 * One fold a group: trains on all other centres, say, and tests on one.
 *
 * @param groups Group of every row, at least two different ones.
 * @throws StatsError `resampling/split` with fewer than two groups.
 * @example
 * leaveOneGroupOut(['Beijing', 'Foshan', 'Foshan']).map((split) => split.group);
 */
export function leaveOneGroupOut(groups: ArrayLike<string | number>): GroupSplit[] {
  const list = Array.from(groups);
  const names = [...new Set(list)];
  if (names.length < 2)
    refuse(`Found ${names.length} group.`, 'Needed at least two.', 'Use kFold within one centre.');
  return names.map((group, fold) => {
    const rows = list.flatMap((name, row) => (name === group ? [row] : []));
    return { ...splitOf(list.length, rows, { repeat: 0, fold }), group };
  });
}
