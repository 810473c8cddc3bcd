/**
 * How sure a proportion is.
 *
 * Reads a count and its total, gives the proportion with one of five intervals. Knows no cut-off.
 */
import { betaQuantile } from '../distributions/beta.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { StatsError } from '../errors.ts';
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';

/** Interval of a proportion. */
export type ProportionInterval = 'wilson' | 'wilson-corrected' | 'clopper-pearson' | 'agresti-coull' | 'wald';

/** Options of `proportion`. */
export interface ProportionOptions {
  /** Confidence level in (0, 1). Default 0.95. */
  readonly level: number;
  /** Which interval. `wilson-corrected` is what R's prop.test prints. Default `wilson`. */
  readonly interval: ProportionInterval;
}

const DEFAULTS = Object.freeze({ level: 0.95, interval: 'wilson' });

/** A proportion with its interval and the counts behind it. */
export interface ProportionEstimate extends Estimate {
  /** Count above the line. */
  readonly k: number;
  /** Count below the line. */
  readonly n: number;
}

const METHODS: Record<ProportionInterval, string> = {
  wilson: 'Wilson',
  'wilson-corrected': 'Wilson with continuity correction',
  'clopper-pearson': 'Clopper-Pearson',
  'agresti-coull': 'Agresti-Coull',
  wald: 'Wald',
};

type Limits = readonly [lower: number, upper: number];

/** Wilson's score limits, the count shifted outwards by the correction. */
function wilson([k, n]: readonly [number, number], z: number, correction: number): Limits {
  const half = (z * z) / (2 * n);
  const limit = (p: number, sign: 1 | -1) =>
    (p + half + sign * z * Math.sqrt((p * (1 - p)) / n + half / (2 * n))) / (1 + 2 * half);
  const below = (k - correction) / n;
  const above = (k + correction) / n;
  return [below <= 0 ? 0 : limit(below, -1), above >= 1 ? 1 : limit(above, 1)];
}

function clopperPearson(k: number, n: number, alpha: number): Limits {
  const lower = k === 0 ? 0 : betaQuantile(alpha / 2, [k, n - k + 1]);
  const upper = k === n ? 1 : betaQuantile(alpha / 2, [k + 1, n - k], { tail: 'upper' });
  return [lower, upper];
}

function around(center: number, half: number): Limits {
  return [center - half, center + half];
}

function limits(k: number, n: number, options: ProportionOptions): Limits {
  const alpha = 1 - options.level;
  const z = normalQuantile(1 - alpha / 2);
  const p = k / n;
  switch (options.interval) {
    case 'wilson':
      return wilson([k, n], z, 0);
    case 'wilson-corrected':
      return wilson([k, n], z, Math.min(0.5, Math.abs(k - n / 2)));
    case 'clopper-pearson':
      return clopperPearson(k, n, alpha);
    case 'agresti-coull': {
      const total = n + z * z;
      const center = (k + (z * z) / 2) / total;
      return around(center, z * Math.sqrt((center * (1 - center)) / total));
    }
    case 'wald':
      return around(p, z * Math.sqrt((p * (1 - p)) / n));
    default:
      options.interval satisfies never;
      throw new StatsError('input/option', {
        found: `Found the interval ${String(options.interval)}.`,
        needed: `Needed one of ${Object.keys(METHODS).join(', ')}.`,
        remedy: 'Correct the name.',
      });
  }
}

function requireCounts(k: number, n: number): void {
  if (Number.isSafeInteger(k) && Number.isSafeInteger(n) && k >= 0 && k <= n) return;
  throw new StatsError('classification/counts', {
    found: `Found ${k} of ${n}.`,
    needed: 'Needed whole numbers with 0 <= k <= n.',
    remedy: 'Pass counts of patients.',
  });
}

/**
 * A proportion with its confidence interval.
 *
 * Agresti-Coull and Wald limits may leave [0, 1], as R prints them; the corrected Wilson interval shrinks its
 * correction to |k - n / 2| as prop.test does.
 *
 * @param k Count above the line, a whole number from 0 to n.
 * @param n Count below the line.
 * @param options Level and interval.
 * @returns The proportion; with n = 0 null with a reason.
 * @throws StatsError `classification/counts`, `input/option`.
 * @example
 * proportion(39, 41).lower; // 0.8386102112962915
 * @see Wilson, JASA 22 (1927) 209-212; Newcombe, Stat Med 17 (1998) 857-872. R: prop.test, binom.test.
 */
export function proportion(
  k: number,
  n: number,
  options: Partial<ProportionOptions> = {},
): ProportionEstimate {
  const chosen = checkOptions(options, DEFAULTS);
  requireLevel(chosen.level);
  requireCounts(k, n);
  const method = METHODS[chosen.interval];
  if (n === 0) {
    const reason = 'No patient to count: 0 of 0.';
    return { value: null, lower: null, upper: null, level: chosen.level, method, reason, k, n };
  }
  const [lower, upper] = limits(k, n, chosen);
  return { value: k / n, lower, upper, level: chosen.level, method, k, n };
}
