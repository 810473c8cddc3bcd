/**
 * The hazard that a Cox model has added up by every time, and what its error is made of.
 *
 * Reads a fit without infinite coefficients. Knows no limits.
 */
import { StatsError } from '../../errors.ts';
import type { CoxFit } from './fit.ts';
import { riskSetMeans } from './robust.ts';

/** Throws StatsError `survival/unsupported` with what was found and the remedy. */
export function refuseModel(found: string, remedy: string): never {
  throw new StatsError('survival/unsupported', {
    found,
    needed: 'Needed a finite model and the stratum of the patient.',
    remedy,
  });
}

/** Scaled coefficients times scaled covariates of one patient, relative to the mean patient. */
export function linearPredictor(fit: CoxFit, values: ArrayLike<number>): number {
  const { design, search } = fit.model;
  let sum = 0;
  for (let j = 0; j < design.p; j++)
    sum += (search.beta[j]! * (values[j]! - design.means[j]!)) / design.spreads[j]!;
  return sum;
}

/** Refuses a fit with an infinite coefficient. */
export function checkFinite(fit: CoxFit): void {
  if (fit.model.search.infinite.some((sign) => sign !== 0))
    refuseModel(
      'Found a coefficient that runs to infinity.',
      'Use a Firth estimate, or leave the covariate out.',
    );
}

/** Cumulative hazard, its variance and the mean covariates it was spent on, along one stratum. */
export function hazardPath(fit: CoxFit, s: number) {
  const { design } = fit.model;
  const { timed, p } = design;
  const means = riskSetMeans(fit.model);
  const scale = Math.exp(-means.shift);
  const [from, to] = [timed.stratumRuns[s]!, timed.stratumRuns[s + 1]!];
  const times = timed.runTimes.subarray(from, to);
  const rows: { hazard: number; variance: number; spent: Float64Array }[] = [];
  let [hazard, variance] = [0, 0];
  const spent = new Float64Array(p);
  for (let run = from; run < to; run++) {
    hazard += means.step[run]! * scale;
    variance += means.stepSquare[run]! * scale * scale;
    for (let j = 0; j < p; j++) spent[j]! += means.stepMean[run * p + j]! * scale;
    rows.push({ hazard, variance, spent: Float64Array.from(spent) });
  }
  return { times, rows };
}
