/**
 * What a Cox model says of one covariate.
 *
 * Reads the maximum and a covariance, gives hazard ratios with Wald limits in the units of the data.
 */
import type { Estimate } from '../../types.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import type { CoxModel, Ties } from './model.ts';

/** One line of a Cox model. */
export interface CoxCoefficient {
  /** Covariate name. */
  readonly name: string;
  /** Log hazard ratio of one unit more; null when it runs to infinity. */
  readonly logHazardRatio: number | null;
  /** Its standard error (robust when clusters are given). */
  readonly standardError: number | null;
  /** Standard error from the information, when the other is robust. */
  readonly modelStandardError: number | null;
  /** Hazard ratio of one unit more with Wald limits. */
  readonly hazardRatio: Estimate;
  /** Log hazard ratio over its standard error. */
  readonly z: number | null;
  /** Two-sided Wald P. */
  readonly p: number | null;
  /** 1 or -1 when the coefficient runs to plus or minus infinity, else 0. */
  readonly infinite: -1 | 0 | 1;
}

/** Why a coefficient is null. */
export const INFINITE_COEFFICIENT =
  'Monotone likelihood: the coefficient runs to infinity. Use the score test or a Firth estimate.';

function ratioEstimate(log: number, standardError: number, about: { level: number; ties: Ties }): Estimate {
  const { level, ties } = about;
  const half = zOfLevel(level) * standardError;
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const [value, lower, upper] = [log, log - half, log + half].map((part) => finite(Math.exp(part)));
  const method = `Cox regression, ${ties} ties, Wald limits`;
  const overflow = value === null || upper === null;
  return {
    value: value!,
    lower: lower!,
    upper: upper!,
    level,
    method,
    ...(overflow ? { reason: 'The ratio of one unit is too large for a number: use a larger unit.' } : {}),
  };
}

/** One line a covariate, in the order given. */
export function coefficientLines(model: CoxModel, covariance: Float64Array, level: number): CoxCoefficient[] {
  const { design, search, inverse, ties } = model;
  const p = design.p;
  return design.names.map((name, j) => {
    const sign = search.infinite[j]! as -1 | 0 | 1;
    if (sign !== 0)
      return {
        name,
        logHazardRatio: null,
        standardError: null,
        modelStandardError: null,
        hazardRatio: {
          value: null,
          lower: null,
          upper: null,
          level,
          method: `Cox regression, ${ties} ties`,
          reason: INFINITE_COEFFICIENT,
        },
        z: null,
        p: null,
        infinite: sign,
      };
    const logHazardRatio = search.beta[j]! / design.spreads[j]!;
    const standardError = Math.sqrt(covariance[j * p + j]!) / design.spreads[j]!;
    const z = logHazardRatio / standardError;
    return {
      name,
      logHazardRatio,
      standardError,
      modelStandardError: Math.sqrt(inverse[j * p + j]!) / design.spreads[j]!,
      hazardRatio: ratioEstimate(logHazardRatio, standardError, { level, ties }),
      z,
      p: twoSidedP(z),
      infinite: sign,
    };
  });
}
