/**
 * Whether what is said of the scores agrees with the scores: areas, calls, calibration, the locked threshold.
 */

import { ANY, agree, areaViolations, estimateViolations, UNIT } from '@mriscore/evaluation/gate';
import type { Classification, Estimate } from '@mriscore/stats';
import { hashRows } from '@mriscore/stats';
import type { ScoredPatient, SetEvaluation } from '../../evaluate/artefact.ts';
import type { Report } from '../report.ts';

function shareViolations(
  name: string,
  found: Estimate & { k: number; n: number },
  [k, n]: readonly [number, number],
): readonly string[] {
  const base = estimateViolations(name, found, UNIT);
  if (found.k !== k || found.n !== n)
    return [...base, `${name} is ${found.k}/${found.n}, but the confusion matrix says ${k}/${n}.`];
  if (n > 0 && (found.value === null || !agree(found.value, k / n)))
    return [...base, `${name} is ${found.value}, but ${k}/${n} is ${k / n}.`];
  return base;
}

function matrixViolations(set: SetEvaluation, found: Classification): readonly string[] {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = found;
  const all = tp + fp + fn + tn;
  const wrong: string[] = [];
  if (all !== set.n || found.n !== set.n)
    wrong.push(`The confusion matrix of ${set.name} holds ${all} of ${set.n} patients.`);
  if (tp + fn !== set.positives)
    wrong.push(`The confusion matrix of ${set.name} holds ${tp + fn} of ${set.positives} positive patients.`);
  return [
    ...wrong,
    ...shareViolations(`Sensitivity of ${set.name}`, found.sensitivity, [tp, tp + fn]),
    ...shareViolations(`Specificity of ${set.name}`, found.specificity, [tn, tn + fp]),
    ...shareViolations(`PPV of ${set.name}`, found.positivePredictiveValue, [tp, tp + fp]),
    ...shareViolations(`NPV of ${set.name}`, found.negativePredictiveValue, [tn, tn + fn]),
    ...shareViolations(`Accuracy of ${set.name}`, found.accuracy, [tp + tn, all]),
  ];
}

function callViolations(
  set: SetEvaluation,
  found: Classification,
  scored: readonly ScoredPatient[],
): readonly string[] {
  const { value } = found.cutoff;
  const wrong = scored.filter(({ score, call }) => (score >= value ? 1 : 0) !== call);
  const calls = (target: 0 | 1, call: 0 | 1): number =>
    scored.filter((patient) => patient.target === target && patient.call === call).length;
  const matches =
    calls(1, 1) === found.truePositives &&
    calls(0, 1) === found.falsePositives &&
    calls(1, 0) === found.falseNegatives &&
    calls(0, 0) === found.trueNegatives;
  return [
    ...wrong.map(
      ({ patient, score }) =>
        `Patient ${patient} has score ${score}, which the threshold ${value} calls otherwise.`,
    ),
    ...(matches ? [] : [`The confusion matrix of ${set.name} does not count the calls of its patients.`]),
  ];
}

function calibrationViolations(set: SetEvaluation, scored: readonly ScoredPatient[]): readonly string[] {
  const { calibration, name } = set;
  if (calibration === null) return [];
  const brier = scored.reduce((sum, { score, target }) => sum + (score - target) ** 2, 0) / scored.length;
  const mean = scored.reduce((sum, { score }) => sum + score, 0) / scored.length;
  const wrong: string[] = [];
  if (calibration.n !== set.n || calibration.events !== set.positives)
    wrong.push(
      `The calibration of ${name} counts ${calibration.events}/${calibration.n} patients, not ${set.positives}/${set.n}.`,
    );
  if (calibration.brier.value === null || !agree(calibration.brier.value, brier, 1e-9))
    wrong.push(`The Brier score of ${name} is ${calibration.brier.value}, but its scores give ${brier}.`);
  if (!agree(calibration.meanProbability, mean, 1e-9))
    wrong.push(`The mean risk of ${name} is ${calibration.meanProbability}, but its scores give ${mean}.`);
  return [
    ...wrong,
    ...estimateViolations(`Calibration slope of ${name}`, calibration.slope, ANY),
    ...estimateViolations(`Calibration intercept of ${name}`, calibration.interceptInTheLarge, ANY),
  ];
}

/** The threshold has to be fitted on the tuning part, on all of it and on nothing else. */
function cutoffViolations({ evaluation, survival }: Report): readonly string[] {
  const { cutoff, sets, patients } = evaluation;
  const wrong: string[] = [];
  const tuning = new Set(sets.filter(({ split }) => split === 'tuning').map(({ name }) => name));
  const rows = patients.filter(({ set }) => tuning.has(set));
  if (cutoff.n !== 0) {
    const hash = hashRows([rows.map(({ score }) => score), rows.map(({ target }) => target)]);
    if (hash !== cutoff.fittedOn || cutoff.n !== rows.length)
      wrong.push(
        `The threshold was fitted on ${cutoff.n} rows that are not the ${rows.length} of the tuning part.`,
      );
  }
  const others = [survival.cutoff, ...sets.flatMap(({ classification }) => classification?.cutoff ?? [])];
  if (others.some(({ value, fittedOn }) => value !== cutoff.value || fittedOn !== cutoff.fittedOn))
    wrong.push('Not every set was called with the same locked threshold.');
  return wrong;
}

/** Contradictions in what is said of the scores. */
export function performanceViolations(report: Report): readonly string[] {
  const bySet = report.evaluation.sets.flatMap((set) => {
    const scored = report.evaluation.patients.filter((patient) => patient.set === set.name);
    const { classification } = set;
    return [
      ...areaViolations(set.name, set.auc, set.roc),
      ...Object.entries(set.sequences).flatMap(([sequence, auc]) =>
        estimateViolations(`AUC of ${sequence} in ${set.name}`, auc, UNIT),
      ),
      ...(classification === null
        ? []
        : [...matrixViolations(set, classification), ...callViolations(set, classification, scored)]),
      ...calibrationViolations(set, scored),
    ];
  });
  return [...bySet, ...cutoffViolations(report), ...attentionViolations(report)];
}

function attentionViolations({ fusion, cohort }: Report): readonly string[] {
  const members = new Map(cohort.members.map((member) => [member.patient, member]));
  return fusion.attention.flatMap(({ patient, sequences }) => {
    const shares = Object.values(sequences).filter((share) => share !== null);
    const sum = shares.reduce((total, share) => total + share, 0);
    const inRange = shares.every((share) => share >= -1e-6 && share <= 1 + 1e-6) && sum <= 1 + 1e-3;
    const having = members.get(patient)?.sequences.length;
    return inRange && having === shares.length
      ? []
      : [
          `The attention of patient ${patient} is ${JSON.stringify(sequences)}: not the shares of ${having} sequences.`,
        ];
  });
}
