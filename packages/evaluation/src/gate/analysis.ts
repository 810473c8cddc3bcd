/**
 * The gate before an analysis is printed: no number leaves that another number contradicts.
 */

import type { Analysis, CohortAnalysis, Survival } from '../analyse/analysis.ts';
import { EvaluationError, EvaluationErrors } from '../errors.ts';
import type { AdjustedModel } from '../judge/result.ts';
import { areaViolations } from './area.ts';
import { calibrationViolations } from './calibration.ts';
import { callViolations } from './calls.ts';
import { estimateViolations, pViolations, RATIO, ratioViolations, UNIT } from './estimates.ts';
import { endpointViolations } from './follow.ts';

function survivalViolations(name: string, survival: Survival): readonly string[] {
  const { endpoint, harrell, uno, aucAtTimes } = survival;
  return [
    ...endpointViolations(name, endpoint),
    ...estimateViolations(`Harrell's C of ${name}`, harrell, UNIT),
    ...estimateViolations(`Uno's C of ${name}`, uno, UNIT),
    ...aucAtTimes.flatMap(({ months, auc }) =>
      estimateViolations(`AUC at ${months} months of ${name}`, auc, UNIT),
    ),
  ];
}

/** What needs a label: the area, the calls and the calibration of one cohort. */
function labelViolations(cohort: CohortAnalysis): readonly string[] {
  const { name, discrimination, classification, calibration } = cohort;
  if (!discrimination.done) return [];
  return [
    ...areaViolations(name, discrimination.auc, discrimination.roc),
    ...(classification.done ? callViolations(name, discrimination, classification.at) : []),
    ...(calibration.done
      ? calibrationViolations(name, { ...discrimination, risks: calibration.risks }, calibration.calibration)
      : []),
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
  const { name, survival, cox, logistic } = cohort;
  return [
    ...labelViolations(cohort),
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
