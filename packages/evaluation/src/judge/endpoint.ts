/**
 * What a score says of the time to an event: curves, log-rank and hazard ratios of one endpoint in one set.
 *
 * Reads follow-up and scores, gives plain numbers. Knows nothing of files.
 */
import type { Estimate, FollowUp } from '@mriscore/stats';
import { coxRegression, kaplanMeier, logRank, medianFollowUp, numbersAtRisk } from '@mriscore/stats';
import type { EndpointResult, GroupCurve, HazardRatio } from './result.ts';

/** One patient with follow-up. */
export interface FollowedPatient {
  /** Above 0. */
  readonly months: number;
  readonly observed: 0 | 1;
  /** Log odds of a positive target. */
  readonly logit: number;
  /** 1 where the score reaches the cut-off. */
  readonly call: 0 | 1;
}

function followUpOf(patients: readonly FollowedPatient[]): FollowUp {
  return {
    months: Float64Array.from(patients, ({ months }) => months),
    observed: Uint8Array.from(patients, ({ observed }) => observed),
  };
}

/** About six round numbers of months from 0 to the longest follow-up. */
export function atRiskMonths(longest: number): readonly number[] {
  const step = [1, 2, 3, 6, 12, 24, 36, 48, 60, 120].find((candidate) => longest / candidate <= 7) ?? 240;
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, index) => index * step);
}

function undefinedRatio(reason: string): HazardRatio {
  const method = 'Cox proportional hazards, Efron ties, Wald';
  return { value: null, lower: null, upper: null, level: 0.95, method, reason, p: null };
}

function hazardRatio(followUp: FollowUp, name: string, values: readonly number[]): HazardRatio {
  if (!followUp.observed.includes(1)) return undefinedRatio('No patient had the event.');
  if (new Set(values).size < 2) return undefinedRatio('All patients are in one group.');
  const fit = coxRegression({ followUp, covariates: [{ name, values }] });
  const [coefficient] = fit.coefficients;
  if (coefficient === undefined) return undefinedRatio('The model has no coefficient.');
  return { ...coefficient.hazardRatio, p: coefficient.p };
}

/**
 * Kaplan-Meier curve of one group.
 *
 * @param months Times of the numbers at risk.
 */
export function curveOf(
  group: GroupCurve['group'],
  patients: readonly FollowedPatient[],
  months: readonly number[],
): GroupCurve {
  const followUp = followUpOf(patients);
  const curve = kaplanMeier(followUp);
  return {
    group,
    n: patients.length,
    events: patients.filter(({ observed }) => observed === 1).length,
    median: curve.median,
    months: [...curve.times],
    survival: [...curve.survival],
    lower: curve.lower,
    upper: curve.upper,
    censored: [...curve.censored],
    atRisk: numbersAtRisk(followUp, months),
  };
}

function compareGroups(patients: readonly FollowedPatient[], followUp: FollowUp): EndpointResult['logRank'] {
  const groups = Int32Array.from(patients, ({ call }) => call);
  if (new Set(groups).size < 2) return { statistic: null, p: null, reason: 'All patients are in one group.' };
  if (!followUp.observed.includes(1))
    return { statistic: null, p: null, reason: 'No patient had the event.' };
  const { statistic, p, reason } = logRank(followUp, groups);
  return { statistic, p, ...(reason === undefined ? {} : { reason }) };
}

/** Values in units of their standard deviation in this set; all 0 when they do not vary. */
function standardised(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance =
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(values.length - 1, 1);
  return values.map((value) => (variance > 0 ? (value - mean) / Math.sqrt(variance) : 0));
}

/**
 * Judges one endpoint in one set of patients.
 *
 * @param endpoint Its name.
 * @param patients Those with follow-up, at least one.
 * @returns hazard ratios below 1 where patients with a high score have the event later.
 */
export function judgeEndpoint(endpoint: string, patients: readonly FollowedPatient[]): EndpointResult {
  const followUp = followUpOf(patients);
  const months = atRiskMonths(followUp.months.reduce((longest, month) => Math.max(longest, month), 0));
  const high = patients.filter(({ call }) => call === 1);
  const low = patients.filter(({ call }) => call === 0);
  const logits = standardised(patients.map(({ logit }) => logit));
  const medianMonths: Estimate = medianFollowUp(followUp);
  return {
    endpoint,
    n: patients.length,
    events: patients.filter(({ observed }) => observed === 1).length,
    medianFollowUp: medianMonths,
    atRiskMonths: months,
    groups: [
      ...(high.length > 0 ? [curveOf('high', high, months)] : []),
      ...(low.length > 0 ? [curveOf('low', low, months)] : []),
    ],
    logRank: compareGroups(patients, followUp),
    hazardRatio: hazardRatio(
      followUp,
      'high score',
      patients.map(({ call }) => call),
    ),
    hazardRatioPerSd: hazardRatio(followUp, 'score per SD', logits),
  };
}
