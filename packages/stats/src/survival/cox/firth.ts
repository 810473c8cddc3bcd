/**
 * By what factor the hazard changes when a plain Cox model has no finite answer.
 *
 * Reads the same data as `coxRegression`, gives Firth's penalised estimate with profile-likelihood limits and tests, which
 * stay finite under monotone likelihood. Ties are Breslow's. Knows nothing of robust errors.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions, requireLevel } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { chiSquareP, zOfLevel } from '../follow-up/probability.ts';
import { COX_DATA, type CoxData, type CoxDesign, coxDesign } from './design.ts';
import { climbPenalised, type Peak, profileLimit } from './firth-climb.ts';
import { penalisedLikelihood } from './jeffreys.ts';

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

function line(design: CoxDesign, peak: Peak, about: { k: number; level: number }): FirthCoxCoefficient {
  const { k, level } = about;
  const spread = design.spreads[k]!;
  const standardError = Math.sqrt(peak.value.inverse[k * design.p + k]!);
  const drop = zOfLevel(level) ** 2 / 2;
  const width = zOfLevel(level) * standardError;
  const [low, high] = ([-1, 1] as const).map((side) => profileLimit(design, peak, { k, side, drop, width }));
  const without = Float64Array.from(peak.beta);
  without[k] = 0;
  const null0 = climbPenalised(design, without, k);
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
  const peak = climbPenalised(design, start, -1);
  return {
    coefficients: design.names.map((_, k) => line(design, peak, { k, level })),
    penalisedLogLikelihood: peak.value.logLikelihood,
    n: design.n,
    events: design.events,
    method: 'Firth-penalised Cox regression, Breslow ties',
  };
}
