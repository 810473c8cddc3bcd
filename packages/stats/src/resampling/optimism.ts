/**
 * How much better a model looks on the patients it was made from than it is.
 *
 * Reads how a model is made and judged, gives the apparent figure, its optimism and what is left. `fit` has to repeat
 * every step that looked at the outcome, selection and cut-offs included; what it does not repeat is not corrected.
 */
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { drawRows, groupRows, type RowPlan } from './draw.ts';
import type { Random } from './random.ts';

/** How a model is made and judged. */
export interface OptimismPlan<Model> extends RowPlan {
  /** Makes a model from rows, which can repeat. */
  readonly fit: (rows: Int32Array) => Model;
  /** Judges a model on rows; null where they do not define the figure. */
  readonly judge: (model: Model, rows: Int32Array) => number | null;
  /** Stream of resample k. */
  readonly source: (resample: number) => Random;
  /** Number of resamples. Default 200. */
  readonly resamples?: number;
}

const DEFAULTS = Object.freeze({
  n: undefined,
  fit: undefined,
  judge: undefined,
  source: undefined,
  strata: undefined,
  patients: undefined,
  resamples: 200,
});

/** An optimism-corrected figure. */
export interface OptimismCorrected {
  /** On the patients that the model was made from. */
  readonly apparent: number;
  /** Mean of (on its own resample) minus (on all patients) over the resamples. */
  readonly optimism: number;
  /** apparent - optimism. */
  readonly corrected: number;
  /** Standard error of the optimism from the finite number of resamples. */
  readonly monteCarloError: number;
  readonly resamples: number;
  /** Resamples on which a model could not be made or judged. */
  readonly undefinedResamples: number;
}

/** Value of a step, or null where the statistics refuse. */
function orNull<T>(step: () => T | null): T | null {
  try {
    return step();
  } catch (error) {
    if (error instanceof StatsError) return null;
    throw error;
  }
}

/**
 * Harrell's bootstrap correction for optimism.
 *
 * @param plan Rows, how to fit and how to judge.
 * @throws StatsError `resampling/split` when the figure is not defined on the patients themselves or on more than half
 * of the resamples; `input/*`.
 * @example
 * optimismCorrected({ n: 40, fit: (rows) => meanOf(rows), judge: (mean, rows) => errorOf(mean, rows), source });
 * @see Harrell, Lee and Mark, Stat Med 15 (1996) 361-387; Efron, JASA 78 (1983) 316-331.
 */
export function optimismCorrected<Model>(plan: OptimismPlan<Model>): OptimismCorrected {
  const { resamples, fit, judge, source } = checkOptions(plan, DEFAULTS);
  const groups = groupRows(plan);
  const all = Int32Array.from({ length: plan.n }, (_, row) => row);
  const apparent = judge(fit(all), all);
  const differences: number[] = [];
  for (let k = 0; k < resamples; k++) {
    const rows = drawRows(groups, source(k));
    const difference = orNull(() => {
      const model = fit(rows);
      const own = judge(model, rows);
      const whole = judge(model, all);
      return own === null || whole === null ? null : own - whole;
    });
    if (difference !== null) differences.push(difference);
  }
  if (apparent === null || differences.length < Math.max(2, resamples / 2)) {
    throw new StatsError('resampling/split', {
      found: `Found the figure defined on ${differences.length} of ${resamples} resamples${apparent === null ? ', and not on the patients' : ''}.`,
      needed: 'Needed it on the patients and on at least half of the resamples.',
      remedy: 'Stratify by label, or use a simpler model.',
    });
  }
  const count = differences.length;
  const optimism = differences.reduce((sum, d) => sum + d, 0) / count;
  const variance = differences.reduce((sum, d) => sum + (d - optimism) ** 2, 0) / (count - 1);
  return {
    apparent,
    optimism,
    corrected: apparent - optimism,
    monteCarloError: Math.sqrt(variance / count),
    resamples,
    undefinedResamples: resamples - count,
  };
}
