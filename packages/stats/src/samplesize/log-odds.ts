/**
 * What a prevalence and a C statistic say of well-calibrated predicted log-odds.
 *
 * Reads two numbers, gives expectations over patients by numerical integration, so that no simulation and no seed is
 * needed. Knows nothing of sample sizes.
 */
import { normalDensity } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { findRoot } from '../logistic/root.ts';

/** A share of patients whose log-odds are normal. */
export interface LogOddsGroup {
  readonly share: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Step and reach of the integration, in standard deviations. */
const STEP = 1 / 64;
const REACH = 9;

/**
 * Log-odds that are normal with one variance in patients with and in patients without the condition.
 *
 * @param prevalence In (0, 1).
 * @param cStatistic In (0.5, 1).
 * @see Riley et al., Stat Med 40 (2021) 859-864.
 */
export function binormalLogOdds(prevalence: number, cStatistic: number): LogOddsGroup[] {
  const deviation = Math.SQRT2 * normalQuantile(cStatistic);
  const centre = Math.log(prevalence / (1 - prevalence));
  const half = (deviation * deviation) / 2;
  return [
    { share: prevalence, mean: centre + half, deviation },
    { share: 1 - prevalence, mean: centre - half, deviation },
  ];
}

/**
 * Mean of a function of the log-odds over all patients.
 *
 * @param groups Their shares add up to 1.
 * @param value Function of the log-odds.
 */
export function meanOverPatients(
  groups: readonly LogOddsGroup[],
  value: (logOdds: number) => number,
): number {
  let sum = 0;
  for (const { share, mean, deviation } of groups) {
    for (let z = -REACH; z <= REACH; z += STEP)
      sum += share * STEP * normalDensity(z) * value(mean + deviation * z);
  }
  return sum;
}

const probability = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** C statistic of well-calibrated log-odds that are normal over all patients. */
function cStatisticOf(mean: number, deviation: number): number {
  let [events, nonEvents, concordant] = [0, 0, 0];
  for (let z = -REACH; z <= REACH; z += STEP) {
    const p = probability(mean + deviation * z);
    const weight = normalDensity(z);
    const below = weight * (1 - p);
    concordant += weight * p * (nonEvents + below / 2);
    events += weight * p;
    nonEvents += below;
  }
  return concordant / (events * nonEvents);
}

/** Mean that gives normal log-odds of a given spread a prevalence. */
function meanFor(prevalence: number, deviation: number): number {
  const excess = (mean: number) =>
    meanOverPatients([{ share: 1, mean, deviation }], probability) - prevalence;
  const reach = 40 + deviation * deviation;
  return findRoot(excess, -reach, reach) ?? 0;
}

/**
 * Log-odds that are normal over all patients.
 *
 * @param prevalence In (0, 1).
 * @param cStatistic In (0.5, 1).
 * @see Riley et al., Stat Med 40 (2021) 4230-4251, section 4.
 */
export function normalLogOdds(prevalence: number, cStatistic: number): LogOddsGroup[] {
  const excess = (deviation: number) => cStatisticOf(meanFor(prevalence, deviation), deviation) - cStatistic;
  const widest = 30;
  const deviation = findRoot(excess, 1e-3, widest) ?? widest;
  return [{ share: 1, mean: meanFor(prevalence, deviation), deviation }];
}

const softPlus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/**
 * Cox and Snell's R2 that a C statistic stands for.
 *
 * @param prevalence In (0, 1).
 * @param cStatistic In (0.5, 1).
 * @example
 * rSquaredOfC(0.43, 0.8);
 * @see Riley et al., Stat Med 40 (2021) 859-864, by integration in place of simulation.
 */
export function rSquaredOfC(prevalence: number, cStatistic: number): number {
  const groups = binormalLogOdds(prevalence, cStatistic);
  const model = meanOverPatients(groups, (l) => l * probability(l) - softPlus(l));
  const empty = prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence);
  return 1 - Math.exp(-2 * (model - empty));
}
