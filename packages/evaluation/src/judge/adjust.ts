/**
 * The score beside other columns: Cox regression of the event, logistic regression of the label, and treatment.
 */
import type { LogisticFit, TreatmentInteraction } from '@mriscore/stats';
import {
  chiSquaredSurvival,
  coxRegression,
  firthLogistic,
  logisticRegression,
  treatmentInteraction,
} from '@mriscore/stats';
import type { AdjustedModel, AnalysisPart, ModelTerm, Tested } from './analysis.ts';
import { done, notDone } from './analysis.ts';
import { attempt, OUT_OF_RANGE } from './attempt.ts';
import type { CovariateColumns, CovariateKind, ModelColumn } from './covariates.ts';
import { covariateColumns, withoutGaps } from './covariates.ts';
import { proportionalOf } from './follow.ts';
import { followUpOfRows, perStandardDeviation, withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

const SCORE = 'score per SD';

/** Events for each parameter below which a model is easily too good. */
const FEW_EVENTS = 10;

function scoreColumn(rows: readonly AnalysisRow[]): ModelColumn {
  return { name: SCORE, values: perStandardDeviation(rows.map(({ score }) => score)) };
}

function cautionsOf(events: number, parameters: number): readonly string[] {
  const each = events / parameters;
  return each >= FEW_EVENTS
    ? []
    : [
        `${events} events for ${parameters} parameters: fewer than ${FEW_EVENTS} for each, so the model may fit chance.`,
      ];
}

function likelihoodRatio(statistic: number): Tested {
  const positive = Math.max(0, statistic);
  return { statistic: positive, degreesOfFreedom: 1, p: chiSquaredSurvival(positive, 1) };
}

function unadjusted(options: AnalysisOptions): string | null {
  return options.covariates.length === 0 ? 'No covariates were named.' : null;
}

/** The Cox model of one cohort. */
export function adjustCox(
  rows: readonly AnalysisRow[],
  kinds: readonly CovariateKind[],
  options: AnalysisOptions,
): AnalysisPart<AdjustedModel> {
  const none = options.time === null ? 'No time and event column was named.' : unadjusted(options);
  if (none !== null) return notDone(none);
  const used = withoutGaps(withFollowUp(rows));
  if (used.length === 0) return notDone('No patient has follow-up and all covariates.');
  const followUp = followUpOfRows(used);
  const { columns, leftOut } = covariateColumns(used, kinds);
  const all = [scoreColumn(used), ...columns];
  const fitted = attempt(() => {
    const fit = coxRegression({ followUp, covariates: all });
    const without =
      columns.length === 0
        ? fit.logLikelihoodNull
        : coxRegression({ followUp, covariates: columns }).logLikelihood;
    return { fit, added: likelihoodRatio(2 * (fit.logLikelihood - without)) };
  });
  if (fitted.value === null) return notDone(fitted.reason);
  const { fit, added } = fitted.value;
  return done({
    method: fit.method,
    n: fit.n,
    events: fit.events,
    terms: fit.coefficients.map(({ name, hazardRatio, p }) => ({ name, ratio: { ...hazardRatio, p } })),
    added,
    proportional: proportionalOf(() => fit),
    leftOut,
    cautions: cautionsOf(fit.events, all.length),
  });
}

function logisticTerms(fit: LogisticFit): readonly ModelTerm[] {
  return fit.terms
    .filter(({ name }) => name !== '(Intercept)')
    .map(({ name, oddsRatio, p }) => ({ name, ratio: { ...oddsRatio, p } }));
}

/** Penalised terms, for data that a logistic regression separates. */
function firthTerms(outcome: readonly number[], covariates: Readonly<Record<string, readonly number[]>>) {
  const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  return firthLogistic({ outcome, covariates })
    .terms.filter(({ name }) => name !== '(Intercept)')
    .map(({ name, profile, p }) => {
      const { value, lower, upper, level, method } = profile;
      return {
        name,
        ratio: { value: exp(value), lower: exp(lower), upper: exp(upper), level, method, p },
      };
    });
}

function fitLogistic(rows: readonly AnalysisRow[], { columns, leftOut }: CovariateColumns): AdjustedModel {
  const outcome = rows.map(({ label }) => label ?? 0);
  const covariates = Object.fromEntries(columns.map(({ name, values }) => [name, values]));
  const all = { [SCORE]: scoreColumn(rows).values, ...covariates };
  const fit = logisticRegression({ outcome, covariates: all }, { profile: 'none' });
  const without = logisticRegression({ outcome, covariates }, { profile: 'none' });
  const { separated } = fit.separation;
  const events = outcome.reduce<number>((sum, label) => sum + label, 0);
  const fewest = Math.min(events, outcome.length - events);
  return {
    method: separated
      ? 'Logistic regression, Firth penalty (the data are separated), profile limits'
      : 'Logistic regression, Wald limits',
    n: fit.n,
    events,
    terms: separated ? firthTerms(outcome, all) : logisticTerms(fit),
    added: likelihoodRatio(without.deviance - fit.deviance),
    proportional: null,
    leftOut,
    cautions: cautionsOf(fewest, columns.length + 1),
  };
}

/** The logistic model of one cohort. */
export function adjustLogistic(
  rows: readonly AnalysisRow[],
  kinds: readonly CovariateKind[],
  options: AnalysisOptions,
): AnalysisPart<AdjustedModel> {
  const none = options.label === null ? 'No label column was named.' : unadjusted(options);
  if (none !== null) return notDone(none);
  const used = withoutGaps(rows.filter(({ label }) => label !== null));
  const fitted = attempt(() => fitLogistic(used, covariateColumns(used, kinds)));
  return fitted.value === null ? notDone(fitted.reason) : done(fitted.value);
}

/** Whether the effect of treatment depends on the score, and what may be said of it. */
export function interact(
  rows: readonly AnalysisRow[],
  options: AnalysisOptions,
): AnalysisPart<TreatmentInteraction> {
  if (options.treatment === null) return notDone('No treatment column was named.');
  const used = withFollowUp(rows).filter(({ treatment }) => treatment !== null);
  if (used.length === 0) return notDone('No patient has follow-up and a known treatment.');
  const scores = used.map(({ score }) => score);
  if (perStandardDeviation(scores).every((value) => value === 0)) return notDone('The score does not vary.');
  const found = attempt(() =>
    treatmentInteraction({
      followUp: followUpOfRows(used),
      score: scores,
      treatment: used.map(({ treatment }) => treatment ?? 0),
      randomised: options.randomised,
    }),
  );
  if (found.value === null) return notDone(found.reason);
  const { p } = found.value.test;
  return p !== null && !Number.isFinite(p) ? notDone(OUT_OF_RANGE) : done(found.value);
}
