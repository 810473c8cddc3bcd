/**
 * How large each batch's shift and spread is, after features have lent each other strength.
 *
 * Reads standardised features and their raw shifts, gives empirical Bayes estimates, parametric or from the other
 * features, with the stopping rule of R's sva. Knows nothing of designs or covariates.
 */

/** What a batch does to a standardised feature; null where the prior gives no weight to any value. */
export interface BatchEffect {
  readonly shift: number | null;
  readonly scale: number | null;
}

/** What is shrunk. */
export interface ShrinkInput {
  /** Standardised features, one row each. */
  readonly values: readonly Float64Array[];
  /** Raw shift of each feature (outer) in each batch (inner). */
  readonly shifts: readonly ArrayLike<number>[];
  /** Patients of each batch. */
  readonly members: readonly (readonly number[])[];
  readonly options: { readonly parametric: boolean; readonly meanOnly: boolean };
  /** Index of the batch that stays as it is, or -1. */
  readonly referenceIndex: number;
}

/** One batch: raw shifts and scales of all features, and the patients' values. */
interface Batch {
  readonly shifts: readonly number[];
  readonly scales: readonly number[];
  readonly values: readonly (readonly number[])[];
}

const CONVERGED = 0.0001;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Posterior mean of a shift under a normal prior. */
function posteriorShift(
  shift: number,
  prior: { mean: number; variance: number },
  data: { n: number; scale: number },
): number {
  const weight = prior.variance * data.n;
  return (weight * shift + data.scale * prior.mean) / (weight + data.scale);
}

/** Largest relative change; signed by the old value, since sva divides by it as it is. */
function relativeChange(now: readonly number[], before: readonly number[]): number {
  return now.reduce(
    (most, value, f) => Math.max(most, Math.abs(value - before[f]!) / before[f]!),
    Number.NEGATIVE_INFINITY,
  );
}

/** Alternates posterior mean and variance of all features until they settle. */
function parametric(batch: Batch): BatchEffect[] {
  const prior = { mean: meanOf(batch.shifts), variance: varianceOf(batch.shifts) };
  const mean = meanOf(batch.scales);
  const variance = varianceOf(batch.scales);
  const shape = (2 * variance + mean * mean) / variance;
  const rate = (mean * variance + mean ** 3) / variance;
  const n = batch.values[0]!.length;
  let shifts = batch.shifts;
  let scales = batch.scales;
  for (let step = 0, change = 1; change > CONVERGED && step < 100000; step++) {
    const before = { shifts, scales };
    shifts = batch.shifts.map((shift, f) => posteriorShift(shift, prior, { n, scale: before.scales[f]! }));
    scales = batch.values.map((values, f) => {
      const sum = values.reduce((total, value) => total + (value - shifts[f]!) ** 2, 0);
      return (sum / 2 + rate) / (n / 2 + shape - 1);
    });
    change = Math.max(relativeChange(shifts, before.shifts), relativeChange(scales, before.scales));
  }
  return shifts.map((shift, f) => ({ shift, scale: scales[f]! }));
}

function parametricShiftOnly(batch: Batch): BatchEffect[] {
  const prior = { mean: meanOf(batch.shifts), variance: varianceOf(batch.shifts) };
  return batch.shifts.map((shift) => ({ shift: posteriorShift(shift, prior, { n: 1, scale: 1 }), scale: 1 }));
}

/** Weighs the raw effects of all other features by how likely they make this one. */
function fromOtherFeatures(batch: Batch): BatchEffect[] {
  return batch.values.map((values, own) => {
    const n = values.length;
    let [total, shift, scale] = [0, 0, 0];
    batch.shifts.forEach((g, f) => {
      if (f === own) return;
      const d = batch.scales[f]!;
      const sum = values.reduce((all, value) => all + (value - g) ** 2, 0);
      const likelihood = (1 / (2 * Math.PI * d) ** (n / 2)) * Math.exp(-sum / (2 * d));
      if (Number.isNaN(likelihood)) return;
      total += likelihood;
      shift += g * likelihood;
      scale += d * likelihood;
    });
    const defined = total > 0 && Number.isFinite(total);
    return defined ? { shift: shift / total, scale: scale / total } : { shift: null, scale: null };
  });
}

/**
 * Shrunken effects of every batch on every feature. A feature whose effect is undefined in one batch is undefined in all,
 * as in sva, since batches that were adjusted could not be compared with one that was not.
 *
 * @returns For each feature (outer) and batch (inner).
 * @see Johnson, Li and Rabinovic, Biostatistics 8 (2007) 118-127, sections 3.2 and 3.3.
 */
export function shrinkBatches(input: ShrinkInput): BatchEffect[][] {
  const { values, shifts, members, options, referenceIndex } = input;
  const perBatch = members.map((list, b): BatchEffect[] => {
    if (b === referenceIndex) return values.map(() => ({ shift: 0, scale: 1 }));
    const own = values.map((row) => list.map((patient) => row[patient]!));
    const batch: Batch = {
      shifts: shifts.map((feature) => feature[b]!),
      scales: own.map((row) => (options.meanOnly ? 1 : varianceOf(row))),
      values: own,
    };
    if (!options.parametric) return fromOtherFeatures(batch);
    return options.meanOnly ? parametricShiftOnly(batch) : parametric(batch);
  });
  return values.map((_, f) => {
    const effects = perBatch.map((batch) => batch[f]!);
    const undefinedSomewhere = effects.some((effect) => effect.shift === null);
    return undefinedSomewhere ? effects.map(() => ({ shift: null, scale: null })) : effects;
  });
}
