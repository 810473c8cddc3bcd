/**
 * Figures of predictions as they stand: log loss, R2 and Spiegelhalter's test.
 *
 * Reads probabilities and labels. Fits nothing.
 */
import { normalSurvival } from '../distributions/normal.ts';
import type { Predictions } from './predictions.ts';

/** Figures without an interval. */
export interface PlainFigures {
  /** Mean negative log-likelihood; null when a certain prediction was wrong. */
  readonly logLoss: number | null;
  /** Nagelkerke's R2 of the predictions as they stand (`R2` of R's val.prob); null with the reason in `reasons`. */
  readonly nagelkerkeR2: number | null;
  /** Spiegelhalter's z; null when every prediction is 0, 1/2 or 1. */
  readonly spiegelhalter: { readonly z: number | null; readonly p: number | null };
  /** Why a figure without an interval is null, by its name. */
  readonly reasons: Readonly<Partial<Record<'logLoss' | 'nagelkerkeR2' | 'spiegelhalter', string>>>;
}

/** Arithmetic mean. */
export function arithmeticMean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function logLoss({ probabilities, labels }: Predictions): number | null {
  const value = arithmeticMean(
    probabilities.map((p, i) => -(labels[i] === 1 ? Math.log(p) : Math.log1p(-p))),
  );
  return Number.isFinite(value) ? value : null;
}

/** Share of the log-likelihood that the predictions explain, over the most that labels of this prevalence allow. */
function nagelkerke(loss: number | null, prevalence: number): number | null {
  if (loss === null || prevalence === 0 || prevalence === 1) return null;
  const nullLoss = -prevalence * Math.log(prevalence) - (1 - prevalence) * Math.log1p(-prevalence);
  const value = Math.expm1(2 * (loss - nullLoss)) / Math.expm1(-2 * nullLoss);
  return Number.isFinite(value) ? value : null;
}

const CERTAIN = 'A prediction of exactly 0 or 1 was wrong, which has no likelihood.';

function whyNoR2(loss: number | null, prevalence: number): string {
  if (prevalence === 0 || prevalence === 1) return 'All labels are the same.';
  return loss === null ? CERTAIN : 'A prediction as good as certain was wrong: below any number.';
}

/** The figures without an interval, with why they are null. */
export function plainFigures(predictions: Predictions, prevalence: number): PlainFigures {
  const loss = logLoss(predictions);
  const nagelkerkeR2 = nagelkerke(loss, prevalence);
  const test = spiegelhalter(predictions);
  const reasons = {
    ...(loss === null && { logLoss: CERTAIN }),
    ...(nagelkerkeR2 === null && { nagelkerkeR2: whyNoR2(loss, prevalence) }),
    ...(test.z === null && { spiegelhalter: 'Every prediction is 0, 1/2 or 1.' }),
  };
  return { logLoss: loss, nagelkerkeR2, spiegelhalter: test, reasons };
}

function spiegelhalter({ probabilities, labels }: Predictions): { z: number | null; p: number | null } {
  let distance = 0;
  let variance = 0;
  probabilities.forEach((p, i) => {
    distance += (labels[i]! - p) * (1 - 2 * p);
    variance += (1 - 2 * p) ** 2 * p * (1 - p);
  });
  if (!(variance > 0)) return { z: null, p: null };
  const z = distance / Math.sqrt(variance);
  return { z, p: 2 * normalSurvival(Math.abs(z)) };
}
