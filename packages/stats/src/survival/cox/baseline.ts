/**
 * Which survival a fitted Cox model predicts.
 *
 * Reads a fit and covariates of new patients, gives the baseline hazard and survival with limits. Knows nothing of
 * patients that the model should not be used for.
 */
import type { CoxFit } from './fit.ts';
import { checkFinite, linearPredictor } from './hazard-path.ts';
import { riskSetMeans } from './robust.ts';

/** Cumulative hazard of one stratum. */
export interface BaselineHazard {
  /** Stratum code; 0 when there are no strata. */
  readonly stratum: number;
  /** Times with events, ascending. */
  readonly times: Float64Array;
  /** Cumulative hazard just after each time, of a patient whose covariates are all 0. */
  readonly cumulativeHazard: Float64Array;
}

/**
 * Baseline cumulative hazard at covariates 0 (not at their means), by stratum.
 *
 * Efron's hazard under efron ties, else Breslow's.
 *
 * @param fit From `coxRegression`.
 * @throws StatsError `survival/unsupported` with an infinite coefficient.
 * @see R survival::basehaz(centered = FALSE).
 */
export function baselineHazard(fit: CoxFit): BaselineHazard[] {
  checkFinite(fit);
  const { design } = fit.model;
  const { timed } = design;
  const means = riskSetMeans(fit.model);
  const atZero = Math.exp(linearPredictor(fit, new Float64Array(design.p)) - means.shift);
  return timed.codes.map((stratum, s) => {
    const times: number[] = [];
    const cumulativeHazard: number[] = [];
    let hazard = 0;
    for (let run = timed.stratumRuns[s]!; run < timed.stratumRuns[s + 1]!; run++) {
      if (means.step[run] === 0) continue;
      hazard += means.step[run]!;
      times.push(timed.runTimes[run]!);
      cumulativeHazard.push(hazard * atZero);
    }
    return {
      stratum,
      times: Float64Array.from(times),
      cumulativeHazard: Float64Array.from(cumulativeHazard),
    };
  });
}
