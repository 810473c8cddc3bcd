/**
 * Partial likelihood of the subdistribution hazard, and the influence of each patient on it.
 *
 * Patients with another kind of event stay in the risk set with the weight G(t-) / G(T-). Two accumulations, one over
 * those still followed and one over those who stay, make a pass cost n p^2. Knows nothing of reports.
 */
import type { LikelihoodValue } from '../cox/likelihood.ts';
import { passOver, type SubdistributionDesign, spentHazard } from './subdistribution-pass.ts';

/**
 * Evaluate the partial likelihood of the subdistribution hazard, Breslow ties.
 *
 * @param design The sorted problem.
 * @param beta Coefficients of the scaled covariates.
 * @see Fine and Gray, J Am Stat Assoc 94 (1999) 496-509.
 */
export function subdistributionLikelihood(
  design: SubdistributionDesign,
  beta: ArrayLike<number>,
): LikelihoodValue {
  const { cox, other, uncensored } = design;
  const { p, x, dead, timed } = cox;
  const pass = passOver(design, beta);
  const spent = spentHazard(design, pass);
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  let logLikelihood = 0;
  for (let run = 0; run < pass.deaths.length; run++) {
    const deaths = pass.deaths[run]!;
    if (deaths > 0) logLikelihood -= deaths * Math.log(pass.total[run]!);
    for (let place = timed.runStarts[run]!; place < timed.runStarts[run + 1]!; place++) {
      if (dead[place] === 1) logLikelihood += pass.eta[place]! - pass.shift;
      const stays = other[place] === 1 ? spent.after[run + 1]! / uncensored[run]! : 0;
      const carried = pass.risk[place]! * (spent.upTo[run + 1]! + stays);
      for (let a = 0; a < p; a++) {
        const value = x[place * p + a]!;
        score[a]! += (dead[place]! - carried) * value;
        for (let b = 0; b < p; b++) information[a * p + b]! += carried * value * x[place * p + b]!;
      }
    }
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++)
        information[a * p + b]! -= deaths * pass.mean[run * p + a]! * pass.mean[run * p + b]!;
  }
  return { logLikelihood, score, information };
}
