/**
 * How much every patient moves the score of a subdistribution model.
 *
 * Reads the design and coefficients, gives influences that allow for estimated censoring.
 */
import {
  type Pass,
  passOver,
  type Spent,
  type SubdistributionDesign,
  spentHazard,
} from './subdistribution-pass.ts';

/** What estimating the censoring distribution adds: an integrand by run, rows of p. */
function censoringIntegrand(design: SubdistributionDesign, pass: Pass, spent: Spent): Float64Array {
  const { cox, other, uncensored } = design;
  const { p, x, timed } = cox;
  const runs = pass.deaths.length;
  const integrand = new Float64Array(runs * p);
  let staying = 0;
  const stayingX = new Float64Array(p);
  for (let run = 0; run < runs; run++) {
    for (let j = 0; j < p; j++)
      integrand[run * p + j] = stayingX[j]! * spent.after[run]! - staying * spent.afterMean[run * p + j]!;
    for (let place = timed.runStarts[run]!; place < timed.runStarts[run + 1]!; place++) {
      if (other[place] === 0) continue;
      const weight = pass.risk[place]! / uncensored[run]!;
      staying += weight;
      for (let j = 0; j < p; j++) stayingX[j]! += weight * x[place * p + j]!;
    }
  }
  return integrand;
}

/**
 * Influence of each patient on the score, with that of estimating the censoring distribution. By place, rows of p.
 *
 * @param design The sorted problem.
 * @param beta Coefficients of the scaled covariates.
 */
export function subdistributionInfluence(
  design: SubdistributionDesign,
  beta: ArrayLike<number>,
): Float64Array {
  const { cox, other, uncensored } = design;
  const { p, x, dead, timed, n } = cox;
  const pass = passOver(design, beta);
  const spent = spentHazard(design, pass);
  const integrand = censoringIntegrand(design, pass, spent);
  const influence = new Float64Array(n * p);
  const compensator = new Float64Array(p);
  for (let run = 0; run < pass.deaths.length; run++) {
    const [from, to] = [timed.runStarts[run]!, timed.runStarts[run + 1]!];
    const atRisk = n - from;
    let censored = 0;
    for (let place = from; place < to; place++) if (dead[place] === 0 && other[place] === 0) censored++;
    for (let j = 0; j < p; j++) compensator[j]! += (censored * integrand[run * p + j]!) / (atRisk * atRisk);
    for (let place = from; place < to; place++) {
      const isCensored = dead[place] === 0 && other[place] === 0;
      const stays = other[place] === 1 ? 1 / uncensored[run]! : 0;
      for (let j = 0; j < p; j++) {
        const value = x[place * p + j]!;
        const followed = value * spent.upTo[run + 1]! - spent.upToMean[(run + 1) * p + j]!;
        const stayed = stays * (value * spent.after[run + 1]! - spent.afterMean[(run + 1) * p + j]!);
        const own = dead[place]! * (value - pass.mean[run * p + j]!);
        const throughCensoring = (isCensored ? integrand[run * p + j]! / atRisk : 0) - compensator[j]!;
        influence[place * p + j] = own - pass.risk[place]! * (followed + stayed) + throughCensoring;
      }
    }
  }
  return influence;
}
