/** Harmonisation fixtures: ComBat, fitted and applied to the same samples. */
import { combat } from '../../../packages/stats/src/harmonise/combat.ts';
import type { Adapter } from './adapter.ts';
import { readColumn, readNames, readRows } from './read.ts';

/** Covariates as numbers; a column of names becomes one column a level but the first. */
function covariatesOf(input: Record<string, unknown>): Record<string, number[]> {
  const mod = input.mod;
  if (typeof mod !== 'object' || mod === null) return {};
  const columns = mod as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, values]): [string, number[]][] => {
      if (!Array.isArray(values) || !values.some((value) => typeof value === 'string')) {
        return [[name, readColumn(columns, name)]];
      }
      const names = readNames(columns, name);
      const levels = [...new Set(names)].sort().slice(1);
      return levels.map((level) => [`${name} ${level}`, names.map((value) => (value === level ? 1 : 0))]);
    }),
  );
}

const harmoniseCombat: Adapter = (input, params) => {
  const rows = {
    features: readRows(input, 'data'),
    batch: readNames(input, 'batch'),
    covariates: covariatesOf(input),
  };
  const reference = params.ref_batch;
  const step = combat({
    parametric: params.parametric !== false,
    meanOnly: params.mean_only === true,
    reference: reference === null || reference === undefined ? null : String(reference as string | number),
  });
  return { adjusted: step.fit(rows).apply(rows) };
};

/** Adapters of the topic harmonisation. */
export const adapters: Record<string, Adapter> = { 'harmonise.combat': harmoniseCombat };
