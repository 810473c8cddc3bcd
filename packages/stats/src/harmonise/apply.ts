/**
 * How learnt effects are taken out of patients that were not seen.
 *
 * Reads what was learnt and rows, gives harmonised features. Refuses a batch that was not learnt.
 */
import { StatsError } from '../errors.ts';
import { refuseBatches } from './batches.ts';
import type { LearntBatches, LearntFeature } from './learn.ts';
import { type CombatRows, checkRows, lengthError } from './rows.ts';

/** Features in the order of the call; null where the prior of a feature is undefined. */
export type Harmonised = readonly (readonly (number | null)[])[];

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

/** Takes learnt effects out of rows. StatsError `harmonise/batch` for a batch that was not learnt. */
export function applyLearnt(learnt: LearntBatches, rows: CombatRows): Harmonised {
  checkRows(rows);
  const covariates = covariatesOf(rows, learnt.covariateNames);
  const batchOf = Array.from(rows.batch, (name) => {
    const index = learnt.batches.indexOf(name);
    if (index >= 0) return index;
    return refuseBatches('harmonise/batch', [
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
