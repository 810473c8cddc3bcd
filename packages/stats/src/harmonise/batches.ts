/**
 * Which patients each batch holds, and whether batches can be compared.
 *
 * Reads the batch of every patient, refuses a batch of one and a reference that is not there. Knows no feature.
 */
import { StatsError } from '../errors.ts';

/** How batch effects are estimated; names in brackets are those of R's sva. */
export interface CombatOptions {
  /** Normal and inverse gamma priors, else the other features as prior (par.prior). Default true. */
  readonly parametric?: boolean;
  /** Adjust shifts only (mean.only). Default false. */
  readonly meanOnly?: boolean;
  /** Batch to which the others are brought and which stays as it is (ref.batch). Default none. */
  readonly reference?: string | null;
}

/** Throws with three sentences: found, needed, remedy. */
export function refuseBatches(
  code: 'harmonise/batch' | 'harmonise/confounded' | 'harmonise/no-variance',
  [found, needed, remedy]: readonly [found: string, needed: string, remedy: string],
): never {
  throw new StatsError(code, { found, needed, remedy });
}

/** Patients of every batch, in the order in which batches are met. */
export function membersOf(batch: ArrayLike<string>): Map<string, number[]> {
  const members = new Map<string, number[]>();
  Array.from(batch).forEach((name, patient) => {
    const list = members.get(name);
    if (list) list.push(patient);
    else members.set(name, [patient]);
  });
  return new Map([...members].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Refuses batches that cannot be compared. StatsError `harmonise/batch`, `input/too-few`. */
export function checkBatches(
  members: ReadonlyMap<string, readonly number[]>,
  options: Required<CombatOptions>,
  featureCount: number,
): void {
  if (members.size < 2) {
    refuseBatches('harmonise/batch', [
      `Found ${members.size} batch.`,
      'Needed at least two.',
      'Leave harmonisation out.',
    ]);
  }
  const single = [...members].filter(([, list]) => list.length < 2).map(([name]) => name);
  if (single.length > 0) {
    refuseBatches('harmonise/batch', [
      `Found one patient only in batch ${single.join(', ')}.`,
      'Needed at least two patients a batch, since one has no spread.',
      'Merge the batch with one of the same scanner model, or leave its patient out.',
    ]);
  }
  if (options.reference !== null && !members.has(options.reference)) {
    refuseBatches('harmonise/batch', [
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
