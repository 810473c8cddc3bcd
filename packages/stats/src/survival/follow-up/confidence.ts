/**
 * Pointwise limits of a survival curve on the scales that R offers.
 *
 * Reads survival and the standard error of its logarithm, gives limits or null. Knows nothing of times.
 */

/** Scale on which the limits are symmetric, by R's names; 'none' gives no limits. */
export type ConfidenceScale = 'log-log' | 'log' | 'plain' | 'logit' | 'arcsin' | 'none';

/** All scales. */
export const CONFIDENCE_SCALES: readonly ConfidenceScale[] = [
  'log-log',
  'log',
  'plain',
  'logit',
  'arcsin',
  'none',
];

type Pair = readonly [lower: number, upper: number];

function logLog(s: number, half: number): Pair {
  const center = Math.log(-Math.log(s));
  const width = half / Math.log(s);
  return [Math.exp(-Math.exp(center - width)), Math.exp(-Math.exp(center + width))];
}

function logit(s: number, half: number): Pair {
  const center = Math.log(s / (1 - s));
  const width = half / (1 - s);
  return [1 / (1 + Math.exp(width - center)), 1 / (1 + Math.exp(-width - center))];
}

function arcsin(s: number, half: number): Pair {
  const center = Math.asin(Math.sqrt(s));
  const width = 0.5 * half * Math.sqrt(s / (1 - s));
  return [Math.sin(Math.max(0, center - width)) ** 2, Math.sin(Math.min(Math.PI / 2, center + width)) ** 2];
}

/**
 * Limits of one survival probability.
 *
 * @param s Survival, 0 to 1.
 * @param half Half width on the log scale: z times the standard error of log survival.
 * @param confidenceScale The scale.
 * @returns Lower and upper, or null where the scale has no value: at 0, and at 1 for log-log, logit and arcsin.
 */
export function limitsOfSurvival(s: number, half: number, confidenceScale: ConfidenceScale): Pair | null {
  if (confidenceScale === 'none' || s <= 0) return null;
  if (s >= 1) return confidenceScale === 'log' || confidenceScale === 'plain' ? [1, 1] : null;
  switch (confidenceScale) {
    case 'plain':
      return [Math.max(s - half * s, 0), Math.min(s + half * s, 1)];
    case 'log':
      return [Math.exp(Math.log(s) - half), Math.min(Math.exp(Math.log(s) + half), 1)];
    case 'log-log':
      return logLog(s, half);
    case 'logit':
      return logit(s, half);
    case 'arcsin':
      return arcsin(s, half);
    default:
      return confidenceScale satisfies never;
  }
}

/**
 * Limits along a curve.
 *
 * @param survival Survival at each time.
 * @param standardErrorLog Standard error of log survival at each time.
 * @param options The scale and the normal quantile z.
 */
export function survivalLimits(
  survival: Float64Array,
  standardErrorLog: Float64Array,
  options: { readonly confidenceScale: ConfidenceScale; readonly z: number },
): { lower: (number | null)[]; upper: (number | null)[] } {
  const lower = new Array<number | null>(survival.length);
  const upper = new Array<number | null>(survival.length);
  for (let i = 0; i < survival.length; i++) {
    const pair = limitsOfSurvival(survival[i]!, options.z * standardErrorLog[i]!, options.confidenceScale);
    lower[i] = pair ? pair[0] : null;
    upper[i] = pair ? pair[1] : null;
  }
  return { lower, upper };
}
