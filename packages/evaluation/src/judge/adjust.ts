/**
 * The score beside other columns in one model: Cox regression of the event, logistic regression of the label.
 */
import type { FollowUp, LogisticFit } from '@mriscore/stats';
import { chiSquaredSurvival, coxRegression, firthLogistic, logisticRegression } from '@mriscore/stats';
import { attempt } from './attempt.ts';
import { perStandardDeviation } from './follow-up.ts';
import { proportionalOf } from './hazard.ts';
import { type AnalysisPart, done, notDone } from './part.ts';
import type { AdjustedModel, ModelTerm, Tested } from './result.ts';

/** One column of a model. */
export interface ModelColumn {
  readonly name: string;
  /** One a patient. */
  readonly values: readonly number[];
}

/** The columns that stand beside the score, and the names of covariates that do not vary and so cannot. */
export interface CovariateColumns {
  readonly columns: readonly ModelColumn[];
  readonly leftOut: readonly string[];
}

const SCORE = 'score per SD';

/** Events for each parameter below which a model is easily too good. */
const FEW_EVENTS = 10;

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

/**
 * Cox regression of the event on the score, per standard deviation, and covariates.
 *
 * @param scores One a patient; higher is a sooner event where the ratio is above 1.
 * @param covariates Columns without a gap, each as long as the scores.
 */
export function adjustHazard(
  followUp: FollowUp,
  scores: readonly number[],
  { columns, leftOut }: CovariateColumns,
): AnalysisPart<AdjustedModel> {
  const all = [{ name: SCORE, values: perStandardDeviation(scores) }, ...columns];
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

type NamedColumns = Readonly<Record<string, readonly number[]>>;

/** Penalised terms, for data that a logistic regression separates. */
function firthTerms(outcome: readonly number[], covariates: NamedColumns): readonly ModelTerm[] {
  const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  return firthLogistic({ outcome, covariates })
    .terms.filter(({ name }) => name !== '(Intercept)')
    .map(({ name, profile, p }) => {
      const { value, lower, upper, level, method } = profile;
      return { name, ratio: { value: exp(value), lower: exp(lower), upper: exp(upper), level, method, p } };
    });
}

function fitOdds(
  labels: readonly number[],
  scores: readonly number[],
  { columns, leftOut }: CovariateColumns,
): AdjustedModel {
  const covariates = Object.fromEntries(columns.map(({ name, values }) => [name, values]));
  const all = { [SCORE]: perStandardDeviation(scores), ...covariates };
  const fit = logisticRegression({ outcome: labels, covariates: all }, { profile: 'none' });
  const without = logisticRegression({ outcome: labels, covariates }, { profile: 'none' });
  const { separated } = fit.separation;
  const events = labels.reduce((sum, label) => sum + label, 0);
  const fewest = Math.min(events, labels.length - events);
  return {
    method: separated
      ? 'Logistic regression, Firth penalty (the data are separated), profile limits'
      : 'Logistic regression, Wald limits',
    n: fit.n,
    events,
    terms: separated ? firthTerms(labels, all) : logisticTerms(fit),
    added: likelihoodRatio(without.deviance - fit.deviance),
    proportional: null,
    leftOut,
    cautions: cautionsOf(fewest, columns.length + 1),
  };
}

/**
 * Logistic regression of the label on the score, per standard deviation, and covariates.
 *
 * @param labels 1 positive, 0 negative; one a patient.
 * @param covariates Columns without a gap, each as long as the labels.
 */
export function adjustOdds(
  labels: readonly number[],
  scores: readonly number[],
  covariates: CovariateColumns,
): AnalysisPart<AdjustedModel> {
  const fitted = attempt(() => fitOdds(labels, scores, covariates));
  return fitted.value === null ? notDone(fitted.reason) : done(fitted.value);
}
