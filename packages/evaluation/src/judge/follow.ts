/**
 * What the score says of the time to the event in one cohort: curves, hazard ratios, concordance, AUC over time.
 */
import type { CoxFit, FollowUp } from '@mriscore/stats';
import {
  compareRestrictedMeans,
  concordance,
  coxRegression,
  proportionalHazards,
  timeDependentAuc,
  unoConcordance,
} from '@mriscore/stats';
import type { AnalysisPart, AucAtTime, RestrictedMeanPart, Survival, Tested } from './analysis.ts';
import { done, noEstimate, notDone } from './analysis.ts';
import { attempt } from './attempt.ts';
import type { ChosenCutoff } from './cutoff.ts';
import { curveOf, type FollowedPatient, judgeEndpoint } from './endpoint.ts';
import { followUpOfRows, perStandardDeviation, withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions } from './options.ts';
import type { EndpointResult } from './result.ts';
import type { AnalysisRow } from './rows.ts';

/** A row with follow-up. */
interface Followed {
  readonly score: number;
  readonly months: number;
  readonly observed: 0 | 1;
  /** 1 at or above the cut-off, 0 below; null without one. */
  readonly call: 0 | 1 | null;
}

/** The global test of proportional hazards of a model, or why there is none. */
export function proportionalOf(fit: () => CoxFit): Tested {
  const tested = attempt(() => proportionalHazards(fit()).global);
  if (tested.value === null) return { statistic: null, degreesOfFreedom: 1, p: null, reason: tested.reason };
  const { statistic, degreesOfFreedom, p, reason } = tested.value;
  return { statistic, degreesOfFreedom, p, ...(reason === undefined ? {} : { reason }) };
}

function concordances(rows: readonly Followed[], followUp: FollowUp): Pick<Survival, 'harrell' | 'uno'> {
  const risk = rows.map(({ score }) => score);
  const harrell = attempt(() => concordance(risk, followUp).index);
  const uno = attempt(() => unoConcordance(risk, followUp).index);
  return {
    harrell: harrell.value ?? noEstimate("Harrell's C", harrell.reason ?? ''),
    uno: uno.value ?? noEstimate("Uno's C", uno.reason ?? ''),
  };
}

function areasAt(
  rows: readonly Followed[],
  followUp: FollowUp,
  months: readonly number[],
): readonly AucAtTime[] {
  const risk = rows.map(({ score }) => score);
  return timeDependentAuc(risk, followUp, { months }).map(({ months: at, auc, cases, controls }) => ({
    months: at,
    auc,
    cases,
    controls,
  }));
}

function restrictedMeanOf(rows: readonly Followed[]): AnalysisPart<RestrictedMeanPart> {
  const high = rows.filter(({ call }) => call === 1);
  const low = rows.filter(({ call }) => call === 0);
  if (high.length === 0 || low.length === 0) return notDone('All patients are in one group.');
  const longest = (group: readonly Followed[]): number =>
    group.reduce((most, { months }) => Math.max(most, months), 0);
  const horizonMonths = Math.min(longest(high), longest(low));
  const compared = attempt(() =>
    compareRestrictedMeans(followUpOfRows(high), followUpOfRows(low), { horizonMonths }),
  );
  if (compared.value === null) return notDone(compared.reason);
  const { treated, control, difference } = compared.value;
  return done({ horizonMonths, high: treated.mean, low: control.mean, difference });
}

function groupsTested(rows: readonly Followed[], followUp: FollowUp, chosen: ChosenCutoff): Tested {
  if (chosen.cutoff === null)
    return { statistic: null, degreesOfFreedom: 1, p: null, reason: chosen.reason ?? '' };
  const values = rows.map(({ call }) => call ?? 0);
  return proportionalOf(() => coxRegression({ followUp, covariates: [{ name: 'high score', values }] }));
}

/** Without a cut-off there is one curve, and nothing that compares. */
function withoutGroups(
  result: EndpointResult,
  patients: readonly FollowedPatient[],
  { cutoff, reason = '' }: ChosenCutoff,
): EndpointResult {
  const { medianFollowUp: found } = result;
  const censored = 'Not reached: fewer than half of the patients were censored.';
  const medianFollowUp = found.value === null ? { ...found, reason: censored } : found;
  if (cutoff !== null) return { ...result, medianFollowUp };
  const { method } = result.hazardRatio;
  return {
    ...result,
    medianFollowUp,
    groups: [curveOf('all', patients, result.atRiskMonths)],
    logRank: { statistic: null, p: null, reason },
    hazardRatio: { ...noEstimate(method, reason), p: null },
  };
}

/** Survival in one cohort. */
export function follow(
  rows: readonly AnalysisRow[],
  chosen: ChosenCutoff,
  options: AnalysisOptions,
): AnalysisPart<Survival> {
  if (options.time === null) return notDone('No time and event column was named.');
  const cutoff = chosen.cutoff?.value;
  const followed: readonly Followed[] = withFollowUp(rows).map(({ score, months, observed }) => ({
    score,
    months,
    observed,
    call: cutoff === undefined ? null : score >= cutoff ? 1 : 0,
  }));
  if (followed.length === 0) return notDone('No patient has follow-up.');
  const followUp = followUpOfRows(followed);
  const patients = followed.map(({ score, call, ...patient }) => ({
    ...patient,
    logit: score,
    call: call ?? 0,
  }));
  const endpoint = attempt(() =>
    withoutGroups(judgeEndpoint(options.event ?? '', patients), patients, chosen),
  );
  if (endpoint.value === null) return notDone(endpoint.reason);
  const values = perStandardDeviation(followed.map(({ score }) => score));
  const model = { followUp, covariates: [{ name: 'score per SD', values }] };
  return done({
    endpoint: endpoint.value,
    ...concordances(followed, followUp),
    aucAtTimes: areasAt(followed, followUp, options.horizonsMonths),
    proportionalPerSd: proportionalOf(() => coxRegression(model)),
    proportionalGroups: groupsTested(followed, followUp, chosen),
    restrictedMean: cutoff === undefined ? notDone(chosen.reason ?? '') : restrictedMeanOf(followed),
  });
}
