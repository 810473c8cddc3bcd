/**
 * What a fitted Cox model keeps for the questions that come after the fit.
 *
 * Gives types only, so that fit, residuals and tests can share them.
 */
import type { CoxDesign } from './design.ts';
import type { SearchResult } from './search.ts';

/** How tied events are treated. */
export type Ties = 'efron' | 'breslow' | 'exact';

/** What residuals, baseline hazard and the proportional-hazards test need of a fit, in scaled covariates. */
export interface CoxModel {
  readonly design: CoxDesign;
  readonly search: SearchResult;
  /** Inverse information, p x p, zero for coefficients that run to infinity. */
  readonly inverse: Float64Array;
  readonly ties: Ties;
}
