/**
 * What a score says of the time to an event: curves, log-rank and hazard ratios of one endpoint in one set.
 *
 * Reads follow-up and scores, gives plain numbers. Knows nothing of files.
 */
import type { Estimate, FollowUp } from '@mriscore/stats';
import { kaplanMeier, logRank, medianFollowUp, numbersAtRisk } from '@mriscore/stats';
import { followUpOfPatients, perStandardDeviation, type WithFollowUp } from './follow-up.ts';
import { hazardRatioOf, noHazardRatio } from './hazard.ts';
import type { EndpointResult, GroupCurve } from './result.ts';

/** One patient with follow-up and a score. */
export interface FollowedPatient extends WithFollowUp {
  /** Higher is a sooner event. Any scale: a study gives log odds. Only its standard deviation counts here. */
  readonly score: number;
  /** 1 where the score reaches the cut-off, 0 where not; null where there is no cut-off. */
  readonly call: 0 | 1 | null;
}

/**
 * About six round numbers of months from 0 to the longest follow-up.
 *
 * @example
 * atRiskMonths(40); // [0, 6, 12, 18, 24, 30, 36]
 */
export function atRiskMonths(longest: number): readonly number[] {
  const step = [1, 2, 3, 6, 12, 24, 36, 48, 60, 120].find((candidate) => longest / candidate <= 7) ?? 240;
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, index) => index * step);
}

function curveOf(
  group: GroupCurve['group'],
  patients: readonly FollowedPatient[],
  months: readonly number[],
): readonly GroupCurve[] {
  if (patients.length === 0) return [];
  const followUp = followUpOfPatients(patients);
  const curve = kaplanMeier(followUp);
  return [
    {
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
    },
  ];
}

function compareGroups(patients: readonly FollowedPatient[], followUp: FollowUp): EndpointResult['logRank'] {
  const groups = Int32Array.from(patients, ({ call }) => call ?? 0);
  if (new Set(groups).size < 2) return { statistic: null, p: null, reason: 'All patients are in one group.' };
  if (!followUp.observed.includes(1))
    return { statistic: null, p: null, reason: 'No patient had the event.' };
  const { statistic, p, reason } = logRank(followUp, groups);
  return { statistic, p, ...(reason === undefined ? {} : { reason }) };
}

/** Median follow-up; a reason of its own, since it is the censoring that has to be reached, not the event. */
function medianFollowUpOf(followUp: FollowUp): Estimate {
  const found = medianFollowUp(followUp);
  const reason = 'Not reached: fewer than half of the patients were censored.';
  return found.value === null ? { ...found, reason } : found;
}

type Groups = Pick<EndpointResult, 'groups' | 'logRank' | 'hazardRatio'>;

function groupsOf(
  patients: readonly FollowedPatient[],
  followUp: FollowUp,
  { months, noCutoff }: { months: readonly number[]; noCutoff: string | null },
): Groups {
  if (noCutoff !== null)
    return {
      groups: curveOf('all', patients, months),
      logRank: { statistic: null, p: null, reason: noCutoff },
      hazardRatio: noHazardRatio(noCutoff),
    };
  const calls = patients.map(({ call }) => call ?? 0);
  const called = (wanted: 0 | 1) => patients.filter(({ call }) => (call ?? 0) === wanted);
  return {
    groups: [...curveOf('high', called(1), months), ...curveOf('low', called(0), months)],
    logRank: compareGroups(patients, followUp),
    hazardRatio: hazardRatioOf(followUp, 'high score', calls),
  };
}

/**
 * Judges one endpoint in one set of patients.
 *
 * @param endpoint Its name.
 * @param patients Those with follow-up, at least one.
 * @param noCutoff Why there is no cut-off, where there is none: then there is one curve and nothing that compares.
 * @returns hazard ratios below 1 where patients with a high score have the event later.
 * @throws StatsError `input/empty` without a patient, `survival/time` for a time that is none.
 */
export function judgeEndpoint(
  endpoint: string,
  patients: readonly FollowedPatient[],
  noCutoff: string | null = null,
): EndpointResult {
  const followUp = followUpOfPatients(patients);
  const months = atRiskMonths(followUp.months.reduce((longest, month) => Math.max(longest, month), 0));
  const scores = perStandardDeviation(patients.map(({ score }) => score));
  return {
    endpoint,
    n: patients.length,
    events: patients.filter(({ observed }) => observed === 1).length,
    medianFollowUp: medianFollowUpOf(followUp),
    atRiskMonths: months,
    ...groupsOf(patients, followUp, { months, noCutoff }),
    hazardRatioPerSd: hazardRatioOf(followUp, 'score per SD', scores),
  };
}
