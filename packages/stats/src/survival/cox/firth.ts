/**
 * By what factor the hazard changes when a plain Cox model has no finite answer.
 *
 * Reads the same data as `coxRegression`, gives Firth's penalised estimate with profile-likelihood limits and tests, which
 * stay finite under monotone likelihood. Ties are Breslow's. Knows nothing of robust errors.
 */

import { StatsError } from '../../errors.ts';
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import { checkOptions, requireLevel } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { chiSquareP, zOfLevel } from '../follow-up/probability.ts';
import { COX_DATA, type CoxData, type CoxDesign, coxDesign } from './design.ts';
import { type PenalisedValue, penalisedLikelihood } from './jeffreys.ts';

/** A Firth-penalised Cox regression to fit. */
export interface FirthCoxOptions extends CoxData {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({ ...COX_DATA, level: 0.95 });

/** One line of a penalised Cox model. */
export interface FirthCoxCoefficient {
  /** Covariate name. */
  readonly name: string;
  /** Penalised log hazard ratio. */
  readonly logHazardRatio: number;
  /** Root of the inverse information at the estimate. */
  readonly standardError: number;
  /** Hazard ratio with profile limits of the penalised likelihood. */
  readonly hazardRatio: Estimate;
  /** P of the penalised likelihood-ratio test. */
  readonly p: number;
}

/** A Firth-penalised Cox model. */
export interface FirthCoxFit {
  readonly coefficients: readonly FirthCoxCoefficient[];
  /** Penalised log likelihood at the estimate. */
  readonly penalisedLogLikelihood: number;
  /** Number of patients. */
  readonly n: number;
  /** Number of events. */
  readonly events: number;
  /** How the numbers were made, in words. */
  readonly method: string;
}

interface Peak {
  readonly beta: Float64Array;
  readonly value: PenalisedValue;
}

/** Newton step over the coefficients that are not held. */
function stepOf(value: PenalisedValue, held: number): Float64Array {
  const p = value.score.length;
  const information = Float64Array.from(value.information);
  const score = Float64Array.from(value.score);
  if (held >= 0) {
    for (let j = 0; j < p; j++) information[held * p + j] = information[j * p + held] = 0;
    information[held * p + held] = 1;
    score[held] = 0;
  }
  const step = choleskySolve(cholesky({ rows: p, columns: p, values: information }, 1e-13), score);
  const longest = step.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  return longest > 2 ? step.map((part) => (part * 2) / longest) : step;
}

/** Climb from a start; the coefficient `held` stays where it is (-1: none). */
function climb(design: CoxDesign, from: Float64Array, held: number): Peak {
  let beta = from;
  let value = penalisedLikelihood(design, beta);
  for (let iteration = 0; iteration < 500; iteration++) {
    const step = stepOf(value, held);
    const longest = step.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    const gain = step.reduce((sum, part, j) => sum + (j === held ? 0 : part * value.score[j]!), 0);
    if (longest < 1e-9 || gain < 1e-15) return { beta, value };
    let factor = 1;
    for (; factor > 1e-8; factor /= 2) {
      const next = beta.map((part, j) => part + factor * step[j]!);
      const candidate = penalisedLikelihood(design, next);
      if (candidate.logLikelihood < value.logLikelihood - 1e-14) continue;
      [beta, value] = [next, candidate];
      break;
    }
    if (factor <= 1e-8) return { beta, value };
  }
  throw new StatsError('survival/no-convergence', {
    found: 'Found no maximum of the penalised likelihood in 500 steps.',
    needed: 'Needed a penalised likelihood that levels off.',
    remedy: 'Use fewer covariates, or rescale extreme ones.',
  });
}

/** One profile limit of coefficient k on one side, or null when the profile never falls so far. */
function profileLimit(
  design: CoxDesign,
  peak: Peak,
  search: { k: number; side: 1 | -1; drop: number; width: number },
): number | null {
  const { k, side, drop, width } = search;
  let warm = peak.beta;
  const excess = (at: number): number => {
    const start = Float64Array.from(warm);
    start[k] = at;
    const found = climb(design, start, k);
    warm = found.beta;
    return peak.value.logLikelihood - found.value.logLikelihood - drop;
  };
  let inside = peak.beta[k]!;
  let outside = inside + side * width;
  for (let doubling = 0; excess(outside) < 0; doubling++) {
    if (doubling > 30) return null;
    inside = outside;
    outside = peak.beta[k]! + (outside - peak.beta[k]!) * 1.6;
  }
  for (
    let halving = 0;
    halving < 60 && Math.abs(outside - inside) > 1e-10 * (1 + Math.abs(inside));
    halving++
  ) {
    const middle = (inside + outside) / 2;
    if (excess(middle) < 0) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}

function line(design: CoxDesign, peak: Peak, about: { k: number; level: number }): FirthCoxCoefficient {
  const { k, level } = about;
  const spread = design.spreads[k]!;
  const standardError = Math.sqrt(peak.value.inverse[k * design.p + k]!);
  const drop = zOfLevel(level) ** 2 / 2;
  const width = zOfLevel(level) * standardError;
  const [low, high] = ([-1, 1] as const).map((side) => profileLimit(design, peak, { k, side, drop, width }));
  const without = Float64Array.from(peak.beta);
  without[k] = 0;
  const null0 = climb(design, without, k);
  const ratio = 2 * (peak.value.logLikelihood - null0.value.logLikelihood);
  const logHazardRatio = peak.beta[k]! / spread;
  const limit = (bound: number | null | undefined) =>
    bound === null || bound === undefined ? null : Math.exp(bound / spread);
  const [lower, upper] = [limit(low), limit(high)];
  const open = lower === null || upper === null;
  return {
    name: design.names[k]!,
    logHazardRatio,
    standardError: standardError / spread,
    hazardRatio: {
      value: Math.exp(logHazardRatio),
      lower,
      upper,
      level,
      method: 'Firth-penalised Cox regression, Breslow ties, profile limits',
      ...(open ? { reason: 'The profile never falls far enough on one side.' } : {}),
    },
    p: chiSquareP(ratio, 1),
  };
}

/**
 * Fit a Cox model with Firth's penalty.
 *
 * @param options Data; see `FirthCoxOptions`.
 * @throws StatsError as `coxRegression`; `survival/collinear` when the information at 0 is singular.
 * @example
 * firthCox({ followUp, covariates: [{ name: 'group', values: group }] }).coefficients[0].hazardRatio;
 * @see Heinze and Schemper, Biometrics 57 (2001) 114-119; R coxphf.
 */
export function firthCox(options: FirthCoxOptions): FirthCoxFit {
  const { level } = checkOptions(options, DEFAULTS);
  requireLevel(level);
  const design = coxDesign(options);
  const start = new Float64Array(design.p);
  if (penalisedLikelihood(design, start).logLikelihood === Number.NEGATIVE_INFINITY)
    throw new StatsError('survival/collinear', {
      found: 'Found covariates that determine each other among the patients at risk.',
      needed: 'Needed covariates of which none follows from the others.',
      remedy: 'Leave the redundant covariate out.',
    });
  const peak = climb(design, start, -1);
  return {
    coefficients: design.names.map((_, k) => line(design, peak, { k, level })),
    penalisedLogLikelihood: peak.value.logLikelihood,
    n: design.n,
    events: design.events,
    method: 'Firth-penalised Cox regression, Breslow ties',
  };
}
