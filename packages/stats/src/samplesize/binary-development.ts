/**
 * How many patients a model of a yes-or-no outcome needs.
 *
 * Reads parameters, prevalence and expected fit, gives whole patients by three criteria.
 */
import { checkOptions } from '../options.ts';
import { assemble, type DevelopmentSize, type ExpectedFit, expectedRSquared } from './development.ts';
import { requireCount, requireWithin } from './ranges.ts';

/** Assumptions on a model of a binary outcome. */
export interface BinaryDevelopment extends ExpectedFit {
  /** Parameters that are tried, not those that stay. */
  readonly parameters: number;
  /** Share of patients with the condition. */
  readonly prevalence: number;
  /** Shrinkage that is wanted, in (0, 1). Default 0.9. */
  readonly shrinkage?: number;
}

const BINARY = Object.freeze({
  parameters: undefined,
  prevalence: undefined,
  shrinkage: 0.9,
  rSquared: undefined,
  nagelkerke: undefined,
  cStatistic: undefined,
});

/**
 * Size of a cohort to develop a model of a binary outcome on.
 *
 * @param plan Parameters, prevalence and one figure of expected fit.
 * @throws StatsError `samplesize/range`.
 * @example
 * binaryDevelopmentSize({ parameters: 24, prevalence: 0.174, rSquared: 0.288 }).patients; // 662
 * @see Riley et al., Stat Med 38 (2019) 1276-1296; Riley et al., BMJ 368 (2020) m441; R package pmsampsize.
 */
export function binaryDevelopmentSize(plan: BinaryDevelopment): DevelopmentSize {
  const { parameters, prevalence, shrinkage: wanted } = checkOptions(plan, BINARY);
  requireCount({ parameters });
  requireWithin({ prevalence, shrinkage: wanted }, 0, 1);
  const entropy = prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence);
  const maximum = 1 - Math.exp(2 * entropy);
  const rSquared = expectedRSquared(plan, maximum, prevalence);
  const overall = () => Math.ceil((1.96 / 0.05) ** 2 * prevalence * (1 - prevalence));
  return assemble({ parameters, rSquared, maximum, wanted, eventsPerPatient: prevalence, overall });
}
