/**
 * Removes the shift and spread that a scanner or centre adds to features, and nothing that a covariate explains.
 *
 * Learns from training patients and is applied to others of the same batches; a batch that was not seen is refused,
 * since nothing is known of it. Knows nothing of images.
 */

import { requireFiniteColumn } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { cholesky, choleskySolve } from '../linear/cholesky.ts';
import { crossProduct, fromColumns } from '../linear/matrix.ts';
import { checkOptions, requireKnown } from '../options.ts';
import type { Fitted, FoldFitted, JsonValue } from '../types.ts';
import { type BatchEffect, shrinkBatches } from './shrink.ts';

/** Features of patients from several batches. */
export interface CombatRows {
  /** One row a feature, one column a patient, finite. */
  readonly features: readonly ArrayLike<number>[];
  /** Scanner or centre of every patient. */
  readonly batch: ArrayLike<string>;
  /** What is to be kept: columns by name, numeric, one value a patient. The same names in `fit` and `apply`. */
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
}

/** How batch effects are estimated; names in brackets are those of R's sva. */
export interface CombatOptions {
  /** Normal and inverse gamma priors, else the other features as prior (par.prior). Default true. */
  readonly parametric?: boolean;
  /** Adjust shifts only (mean.only). Default false. */
  readonly meanOnly?: boolean;
  /** Batch to which the others are brought and which stays as it is (ref.batch). Default none. */
  readonly reference?: string | null;
}

const DEFAULTS = Object.freeze({ parametric: true, meanOnly: false, reference: null });

const ROWS = Object.freeze({ features: undefined, batch: undefined, covariates: undefined });

/** Features in the order of the call; null where the prior of a feature is undefined. */
export type Harmonised = readonly (readonly (number | null)[])[];

interface Learnt {
  readonly batches: readonly string[];
  readonly covariateNames: readonly string[];
  readonly reference: string | null;
  /** Per feature; null for features that do not vary within some batch and stay as they are. */
  readonly features: readonly (LearntFeature | null)[];
}

interface LearntFeature {
  readonly mean: number;
  readonly deviation: number;
  readonly covariates: readonly number[];
  readonly effects: readonly BatchEffect[];
}

function refuse(
  code: 'harmonise/batch' | 'harmonise/confounded' | 'harmonise/no-variance',
  [found, needed, remedy]: readonly [found: string, needed: string, remedy: string],
): never {
  throw new StatsError(code, { found, needed, remedy });
}

function lengthError(name: string, length: number, n: number): never {
  throw new StatsError('input/length', {
    found: `Found ${length} values of ${name} for ${n} patients.`,
    needed: 'Needed one value a patient.',
    remedy: 'Pass columns of the same patients.',
  });
}

function checkRows(rows: CombatRows): void {
  requireKnown(rows, ROWS);
  const { features, batch, covariates = {} } = rows;
  const n = batch.length;
  features.forEach((row, index) => {
    if (row.length !== n) lengthError(`feature ${index}`, row.length, n);
    requireFiniteColumn(row, `feature ${index}`);
  });
  for (const [name, column] of Object.entries(covariates)) {
    if (column.length !== n) lengthError(name, column.length, n);
    requireFiniteColumn(column, name);
  }
}

function membersOf(batch: ArrayLike<string>): Map<string, number[]> {
  const members = new Map<string, number[]>();
  Array.from(batch).forEach((name, patient) => {
    const list = members.get(name);
    if (list) list.push(patient);
    else members.set(name, [patient]);
  });
  return new Map([...members].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function checkBatches(
  members: ReadonlyMap<string, readonly number[]>,
  options: Required<CombatOptions>,
  featureCount: number,
): void {
  if (members.size < 2) {
    refuse('harmonise/batch', [
      `Found ${members.size} batch.`,
      'Needed at least two.',
      'Leave harmonisation out.',
    ]);
  }
  const single = [...members].filter(([, list]) => list.length < 2).map(([name]) => name);
  if (single.length > 0) {
    refuse('harmonise/batch', [
      `Found one patient only in batch ${single.join(', ')}.`,
      'Needed at least two patients a batch, since one has no spread.',
      'Merge the batch with one of the same scanner model, or leave its patient out.',
    ]);
  }
  if (options.reference !== null && !members.has(options.reference)) {
    refuse('harmonise/batch', [
      `Found no batch ${options.reference}.`,
      'Needed a reference among the batches.',
      'Correct its name.',
    ]);
  }
  if (featureCount < 2) {
    throw new StatsError('input/too-few', {
      found: `Found ${featureCount} feature.`,
      needed: 'Needed at least two, since features lend each other strength.',
      remedy: 'Standardise a single feature by batch instead.',
    });
  }
}

/** Columns of batches (all ones for the reference) and of covariates. */
function designColumns(
  rows: CombatRows,
  members: ReadonlyMap<string, readonly number[]>,
  reference: string | null,
): Float64Array[] {
  const n = rows.batch.length;
  const batches = [...members].map(([name, list]) => {
    const column = new Float64Array(n).fill(name === reference ? 1 : 0);
    for (const patient of list) column[patient] = 1;
    return column;
  });
  return [...batches, ...Object.values(rows.covariates ?? {}).map((column) => Float64Array.from(column))];
}

/** Least-squares solver for one design; refuses covariates that the batches determine. */
function solver(
  columns: readonly Float64Array[],
  names: readonly string[],
): (y: ArrayLike<number>) => Float64Array {
  const design = fromColumns(columns);
  const scale = columns.map((column) => Math.hypot(...column) || 1);
  const scaled = fromColumns(columns.map((column, j) => column.map((value) => value / scale[j]!)));
  const factor = cholesky(crossProduct(scaled), 1e-11);
  if (factor.deficient.length > 0) {
    refuse('harmonise/confounded', [
      `Found that ${factor.deficient.map((j) => names[j]).join(', ')} is determined by the other columns.`,
      'Needed covariates that vary within the batches.',
      'Leave the covariate out, or accept that it cannot be told from the batch.',
    ]);
  }
  return (y) => {
    const right = new Float64Array(columns.length);
    for (let i = 0; i < design.rows; i++) {
      for (let j = 0; j < columns.length; j++) right[j]! += scaled.values[i * columns.length + j]! * y[i]!;
    }
    return choleskySolve(factor, right).map((value, j) => value / scale[j]!);
  };
}

/** Whether a feature takes one value only within some batch; sva leaves such a feature as it is. */
function isConstantInABatch(
  row: ArrayLike<number>,
  members: ReadonlyMap<string, readonly number[]>,
): boolean {
  return [...members.values()].some((list) => list.every((patient) => row[patient] === row[list[0]!]));
}

interface Standardised {
  readonly mean: number;
  readonly deviation: number;
  readonly covariates: readonly number[];
  readonly values: Float64Array;
}

interface Layout {
  readonly columns: readonly Float64Array[];
  readonly members: ReadonlyMap<string, readonly number[]>;
  readonly reference: string | null;
  readonly solve: (y: ArrayLike<number>) => Float64Array;
}

function standardise(row: ArrayLike<number>, layout: Layout): Standardised {
  const { columns, members, reference, solve } = layout;
  const n = row.length;
  const lists = [...members.values()];
  const coefficients = solve(row);
  const names = [...members.keys()];
  const mean =
    reference === null
      ? lists.reduce((sum, list, b) => sum + (list.length / n) * coefficients[b]!, 0)
      : coefficients[names.indexOf(reference)]!;
  const kept = (patient: number, from: number) =>
    columns.reduce((sum, column, j) => (j < from ? sum : sum + column[patient]! * coefficients[j]!), 0);
  const counted = reference === null ? Array.from({ length: n }, (_, i) => i) : members.get(reference)!;
  const variance = counted.reduce((sum, i) => sum + (row[i]! - kept(i, 0)) ** 2, 0) / counted.length;
  const deviation = Math.sqrt(variance);
  const values = Float64Array.from(row, (x, i) => (x - mean - kept(i, lists.length)) / deviation);
  return { mean, deviation, covariates: Array.from(coefficients.slice(lists.length)), values };
}

function learn(rows: CombatRows, options: Required<CombatOptions>): Learnt {
  checkRows(rows);
  const members = membersOf(rows.batch);
  checkBatches(members, options, rows.features.length);
  const { reference } = options;
  const columns = designColumns(rows, members, reference);
  const covariateNames = Object.keys(rows.covariates ?? {});
  const layout: Layout = {
    columns,
    members,
    reference,
    solve: solver(columns, [...members.keys(), ...covariateNames]),
  };
  const adjusted = rows.features.map((row) => !isConstantInABatch(row, members));
  const standardised = rows.features.filter((_, f) => adjusted[f]).map((row) => standardise(row, layout));
  if (standardised.length < 2 || standardised.some((feature) => !(feature.deviation > 0))) {
    refuse('harmonise/no-variance', [
      `Found ${standardised.length} features that vary within every batch.`,
      'Needed at least two, with spread left after batch and covariates.',
      'Leave out features that are constant or that a covariate determines.',
    ]);
  }
  const batchColumns = columns.slice(0, members.size);
  const solveBatches = solver(batchColumns, [...members.keys()]);
  const shifts = standardised.map((feature) => solveBatches(feature.values));
  const effects = shrinkBatches({
    values: standardised.map((feature) => feature.values),
    shifts,
    members: [...members.values()],
    options,
    referenceIndex: reference === null ? -1 : [...members.keys()].indexOf(reference),
  });
  let next = 0;
  const features = adjusted.map((isAdjusted) => {
    if (!isAdjusted) return null;
    const { mean, deviation, covariates } = standardised[next]!;
    return { mean, deviation, covariates, effects: effects[next++]! };
  });
  return { batches: [...members.keys()], covariateNames, reference, features };
}

function covariatesOf(rows: CombatRows, names: readonly string[]): ArrayLike<number>[] {
  const given = Object.keys(rows.covariates ?? {});
  if (given.length !== names.length || names.some((name) => !given.includes(name))) {
    throw new StatsError('input/option', {
      found: `Found the covariates ${given.join(', ') || 'none'}.`,
      needed: `Needed those of the fit: ${names.join(', ') || 'none'}.`,
      remedy: 'Pass the same covariates to fit and apply.',
    });
  }
  return names.map((name) => rows.covariates![name]!);
}

function adjustValue(
  feature: LearntFeature,
  at: { value: number; batch: number; kept: number },
): number | null {
  const effect = feature.effects[at.batch]!;
  if (effect.shift === null || effect.scale === null) return null;
  const standardised = (at.value - feature.mean - at.kept) / feature.deviation;
  return (
    ((standardised - effect.shift) / Math.sqrt(effect.scale)) * feature.deviation + feature.mean + at.kept
  );
}

function applyLearnt(learnt: Learnt, rows: CombatRows): Harmonised {
  checkRows(rows);
  const covariates = covariatesOf(rows, learnt.covariateNames);
  const batchOf = Array.from(rows.batch, (name) => {
    const index = learnt.batches.indexOf(name);
    if (index >= 0) return index;
    return refuse('harmonise/batch', [
      `Found batch ${name}, which was not in the training patients.`,
      `Needed one of ${learnt.batches.join(', ')}.`,
      'Leave its patients unharmonised and standardise each image by itself.',
    ]);
  });
  if (rows.features.length !== learnt.features.length) {
    lengthError('features', rows.features.length, learnt.features.length);
  }
  return rows.features.map((row, f) => {
    const feature = learnt.features[f];
    if (!feature) return Array.from(row);
    return Array.from(row, (value, patient) => {
      if (learnt.batches[batchOf[patient]!] === learnt.reference) return value;
      const kept = covariates.reduce((sum, column, j) => sum + column[patient]! * feature.covariates[j]!, 0);
      return adjustValue(feature, { value, batch: batchOf[patient]!, kept });
    });
  });
}

/**
 * ComBat as a step that learns within a fold. Applied to the training patients it gives what R's `sva::ComBat` gives.
 *
 * A feature that takes one value only within some batch is left as it is, as sva does; `record` lists it as null.
 *
 * @throws StatsError `harmonise/batch` for fewer than two batches, a batch of one patient, or, in `apply`, a batch that
 * was not seen; `harmonise/confounded` when batches determine a covariate; `harmonise/no-variance`; `input/*`.
 * @example
 * const step = combat().fit({ features: [[1, 2, 5, 6.5], [0, 1, 4, 9]], batch: ['A', 'A', 'B', 'B'] });
 * step.apply({ features: [[3], [2]], batch: ['B'] });
 * @see Johnson, Li and Rabinovic, Biostatistics 8 (2007) 118-127; Fortin et al., NeuroImage 161 (2017) 149-170.
 */
export function combat(options: CombatOptions = {}): FoldFitted<CombatRows, Harmonised> {
  const filled = checkOptions(options, DEFAULTS);
  return {
    fit(training): Fitted<CombatRows, Harmonised> {
      const learnt = learn(training, filled);
      return {
        apply: (rows) => applyLearnt(learnt, rows),
        record: { step: 'combat', ...filled, learnt: learnt as unknown as JsonValue },
      };
    },
  };
}
