/**
 * What the rows with follow-up say in one cohort: curves, hazard ratios, concordance, AUC over time.
 */
import type { FollowUp } from '@mriscore/stats';
import { coxRegression } from '@mriscore/stats';
import { attempt } from '../judge/attempt.ts';
import { callOf } from '../judge/classify.ts';
import { aucAtTimesOf, concordancesOf } from '../judge/concord.ts';
import { type FollowedPatient, judgeEndpoint } from '../judge/follow.ts';
import { followUpOfPatients, perStandardDeviation } from '../judge/follow-up.ts';
import { proportionalOf } from '../judge/hazard.ts';
import { type AnalysisPart, done, notDone } from '../judge/part.ts';
import { restrictedMeanOf } from '../judge/restricted-mean.ts';
import type { Tested } from '../judge/result.ts';
import type { Survival } from './analysis.ts';
import type { ChosenCutoff } from './cutoff.ts';
import { withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

/** Proportional hazards of a score, and of high against low where there is a cut-off. */
function proportions(
  patients: readonly FollowedPatient[],
  followUp: FollowUp,
  noCutoff: string | null,
): { readonly proportionalPerSd: Tested; readonly proportionalGroups: Tested } {
  const tested = (name: string, values: readonly number[]): Tested =>
    proportionalOf(() => coxRegression({ followUp, covariates: [{ name, values }] }));
  const scores = perStandardDeviation(patients.map(({ score }) => score));
  const calls = patients.map(({ call }) => call ?? 0);
  return {
    proportionalPerSd: tested('score per SD', scores),
    proportionalGroups:
      noCutoff === null
        ? tested('high score', calls)
        : { statistic: null, degreesOfFreedom: 1, p: null, reason: noCutoff },
  };
}

/** Survival in one cohort. */
export function survivalOf(
  rows: readonly AnalysisRow[],
  { cutoff, reason = '' }: ChosenCutoff,
  options: AnalysisOptions,
): AnalysisPart<Survival> {
  if (options.time === null) return notDone('No time and event column was named.');
  const patients = withFollowUp(rows).map(
    ({ score, months, observed }): FollowedPatient => ({
      score,
      months,
      observed,
      call: cutoff === null ? null : callOf(score, cutoff),
    }),
  );
  if (patients.length === 0) return notDone('No patient has follow-up.');
  const noCutoff = cutoff === null ? reason : null;
  const followUp = followUpOfPatients(patients);
  const endpoint = attempt(() => judgeEndpoint(options.event ?? '', patients, noCutoff));
  if (endpoint.value === null) return notDone(endpoint.reason);
  const risk = patients.map(({ score }) => score);
  return done({
    endpoint: endpoint.value,
    ...concordancesOf(risk, followUp),
    aucAtTimes: aucAtTimesOf(risk, followUp, options.horizonsMonths),
    ...proportions(patients, followUp, noCutoff),
    restrictedMean: noCutoff === null ? restrictedMeanOf(patients) : notDone(noCutoff),
  });
}
