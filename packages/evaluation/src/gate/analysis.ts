/**
 * The gate before an analysis is printed: no number leaves that another number contradicts.
 */
import { EvaluationError, EvaluationErrors } from '../errors.ts';
import type { AdjustedModel, Analysis, CohortAnalysis, Survival } from '../judge/analysis.ts';
import { areaViolations } from './area.ts';
import { ANY, estimateViolations, pViolations, RATIO, ratioViolations, UNIT } from './estimates.ts';

function callViolations({ name, classification, discrimination }: CohortAnalysis): readonly string[] {
  if (!classification.done || !discrimination.done) return [];
  const { at } = classification;
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = at;
  const { n, positives } = discrimination;
  const shares = [
    ['Sensitivity', at.sensitivity, tp, tp + fn],
    ['Specificity', at.specificity, tn, tn + fp],
    ['PPV', at.positivePredictiveValue, tp, tp + fp],
    ['NPV', at.negativePredictiveValue, tn, tn + fn],
    ['Accuracy', at.accuracy, tp + tn, n],
  ] as const;
  const wrong = shares.filter(([, found, k, of]) => found.k !== k || found.n !== of);
  return [
    ...(tp + fp + fn + tn === n && tp + fn === positives
      ? []
      : [`The confusion matrix of ${name} does not hold its ${n} patients, ${positives} positive.`]),
    ...wrong.map(
      ([share, found, k, of]) =>
        `${share} of ${name} is ${found.k}/${found.n}, but the confusion matrix says ${k}/${of}.`,
    ),
    ...shares.flatMap(([share, found]) => estimateViolations(`${share} of ${name}`, found, UNIT)),
  ];
}

function survivalViolations(name: string, survival: Survival): readonly string[] {
  const { endpoint, harrell, uno, aucAtTimes } = survival;
  const inGroups = endpoint.groups.reduce((sum, { n }) => sum + n, 0);
  const events = endpoint.groups.reduce((sum, group) => sum + group.events, 0);
  const counts =
    endpoint.groups.length === 0 || (inGroups === endpoint.n && events === endpoint.events)
      ? []
      : [`The groups of ${name} hold ${events}/${inGroups} patients, not ${endpoint.events}/${endpoint.n}.`];
  return [
    ...counts,
    ...ratioViolations(`Hazard ratio of ${name}`, endpoint.hazardRatio),
    ...ratioViolations(`Hazard ratio per SD of ${name}`, endpoint.hazardRatioPerSd),
    ...pViolations(`Log-rank test of ${name}`, endpoint.logRank.p),
    ...estimateViolations(`Harrell's C of ${name}`, harrell, UNIT),
    ...estimateViolations(`Uno's C of ${name}`, uno, UNIT),
    ...aucAtTimes.flatMap(({ months, auc }) =>
      estimateViolations(`AUC at ${months} months of ${name}`, auc, UNIT),
    ),
  ];
}

function modelViolations(name: string, { method, terms, added }: AdjustedModel): readonly string[] {
  const found = terms.flatMap(({ name: term, ratio }) => {
    const label = `${term} in ${name}`;
    // The P of a penalised term is not that of its limits.
    return method.includes('Firth') ? estimateViolations(label, ratio, RATIO) : ratioViolations(label, ratio);
  });
  return [...found, ...pViolations(`Test of the score in ${name}`, added.p)];
}

function cohortViolations(cohort: CohortAnalysis): readonly string[] {
  const { name, discrimination, survival, cox, logistic, calibration } = cohort;
  return [
    ...(discrimination.done ? areaViolations(name, discrimination.auc, discrimination.roc) : []),
    ...callViolations(cohort),
    ...(calibration.done
      ? estimateViolations(`Calibration slope of ${name}`, calibration.calibration.slope, ANY)
      : []),
    ...(survival.done ? survivalViolations(name, survival) : []),
    ...(cox.done ? modelViolations(`the Cox model of ${name}`, cox) : []),
    ...(logistic.done ? modelViolations(`the logistic model of ${name}`, logistic) : []),
  ];
}

/** The cohort that chose the cut-off must not be judged as if it had not, and the counts must add up. */
function wholeViolations({ cohorts, analysed, options }: Analysis): readonly string[] {
  const rows = cohorts.reduce((sum, { n }) => sum + n, 0);
  const unlabelled = cohorts.filter(
    ({ cutoff, isTuning }) => (isTuning || options.exploratory) && cutoff.origin === 'locked',
  );
  return [
    ...(rows === analysed ? [] : [`The cohorts hold ${rows} of ${analysed} rows.`]),
    ...unlabelled.map(({ name }) => `${name} chose its cut-off, but it is not labelled apparent.`),
  ];
}

/** Every contradiction in an analysis, each as a whole sentence; none when all is well. */
export function analysisInconsistencies(analysis: Analysis): readonly string[] {
  return [...wholeViolations(analysis), ...analysis.cohorts.flatMap(cohortViolations)];
}

/**
 * Lets an analysis pass, or says what contradicts what.
 *
 * @throws EvaluationError `analysis/inconsistent`, one for each contradiction; several at once as EvaluationErrors.
 */
export function checkAnalysis(analysis: Analysis): void {
  const errors = analysisInconsistencies(analysis).map(
    (found) =>
      new EvaluationError('analysis/inconsistent', {
        found,
        needed: 'Every number of an analysis has to agree with the others.',
        remedy: 'This is a defect of the program: please report it with the options of the analysis.',
      }),
  );
  EvaluationErrors.throwIfAny(errors);
}
