/**
 * The covariance of a Cox model whose patients belong together in clusters.
 *
 * Reads the model and clusters, gives the sandwich of Lin and Wei.
 */
import { compressCodes } from '../follow-up/strata.ts';
import type { CoxModel } from './model.ts';
import { scaledScoreResiduals } from './robust.ts';

/**
 * Sandwich covariance of the scaled coefficients when the patients of a cluster belong together.
 *
 * @param model A fitted model.
 * @param cluster Cluster codes, one a patient.
 * @see Lin and Wei, J Am Stat Assoc 84 (1989) 1074-1078.
 */
export function clusterCovariance(model: CoxModel, cluster: ArrayLike<number>): Float64Array {
  const { design, inverse } = model;
  const { p } = design;
  const { codes, index } = compressCodes(cluster);
  const residuals = scaledScoreResiduals(model);
  const sums = new Float64Array(codes.length * p);
  for (let place = 0; place < design.n; place++) {
    const row = index[design.timed.patients[place]!]! * p;
    for (let j = 0; j < p; j++) sums[row + j]! += design.weights[place]! * residuals[place * p + j]!;
  }
  const covariance = new Float64Array(p * p);
  const moved = new Float64Array(p);
  for (let c = 0; c < codes.length; c++) {
    for (let a = 0; a < p; a++) {
      moved[a] = 0;
      for (let b = 0; b < p; b++) moved[a]! += inverse[a * p + b]! * sums[c * p + b]!;
    }
    for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) covariance[a * p + b]! += moved[a]! * moved[b]!;
  }
  return covariance;
}
