/**
 * What is learnt of scanners and centres from training patients.
 *
 * Reads their rows, gives means, spreads and the effects of every batch. Never sees other patients.
 */
import { type CombatOptions, checkBatches, membersOf, refuseBatches } from './batches.ts';
import { type CombatRows, checkRows } from './rows.ts';
import { type BatchEffect, shrinkBatches } from './shrink.ts';
import { designColumns, isConstantInABatch, type Layout, solver, standardiseFeature } from './standardise.ts';

/** What was learnt, enough to repeat it. */
export interface LearntBatches {
  readonly batches: readonly string[];
  readonly covariateNames: readonly string[];
  readonly reference: string | null;
  /** Per feature; null for features that do not vary within some batch and stay as they are. */
  readonly features: readonly (LearntFeature | null)[];
}

/** What was learnt of one feature. */
export interface LearntFeature {
  readonly mean: number;
  readonly deviation: number;
  readonly covariates: readonly number[];
  readonly effects: readonly BatchEffect[];
}

/** Learns means, spreads and batch effects from training patients. */
export function learnBatches(rows: CombatRows, options: Required<CombatOptions>): LearntBatches {
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
  const standardised = rows.features
    .filter((_, f) => adjusted[f])
    .map((row) => standardiseFeature(row, layout));
  if (standardised.length < 2 || standardised.some((feature) => !(feature.deviation > 0))) {
    refuseBatches('harmonise/no-variance', [
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
