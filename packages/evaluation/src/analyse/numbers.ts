/**
 * The numbers of an analysis for programs: everything but the points of curves, which lie in tables of their own.
 */
import type { Analysis, CohortAnalysis } from './analysis.ts';

function withoutCurves(cohort: CohortAnalysis): object {
  const { discrimination, calibration, survival } = cohort;
  return {
    ...cohort,
    discrimination: discrimination.done ? plainDiscrimination(discrimination) : discrimination,
    calibration: calibration.done ? plainCalibration(calibration) : calibration,
    survival: survival.done ? plainSurvival(survival) : survival,
  };
}

function plainDiscrimination(part: Extract<CohortAnalysis['discrimination'], { done: true }>): object {
  const { roc: _roc, precisionRecall, ...rest } = part;
  if (precisionRecall === null) return { ...rest, precisionRecall };
  const { averagePrecision, prevalence } = precisionRecall;
  return { ...rest, precisionRecall: { averagePrecision, prevalence } };
}

function plainCalibration(part: Extract<CohortAnalysis['calibration'], { done: true }>): object {
  const { calibration, basis, isApparent, done } = part;
  const { points: _points, ...figures } = calibration;
  return { basis, isApparent, ...figures, done };
}

function plainSurvival(part: Extract<CohortAnalysis['survival'], { done: true }>): object {
  const { endpoint, ...rest } = part;
  const groups = endpoint.groups.map(({ group, n, events, median, atRisk }) => ({
    group,
    n,
    events,
    median,
    atRisk,
  }));
  return { endpoint: { ...endpoint, groups }, ...rest };
}

/** The analysis as it stands in `analysis.json`. */
export function numbersOfAnalysis(
  analysis: Analysis,
): Omit<Analysis, 'cohorts'> & { cohorts: readonly object[] } {
  return { ...analysis, cohorts: analysis.cohorts.map(withoutCurves) };
}
