/**
 * Whether what is said of the scores agrees with the scores: areas, calls, calibration, the locked threshold.
 */

import {
  areaViolations,
  calibrationViolations,
  callViolations,
  estimateViolations,
  UNIT,
} from '@mriscore/evaluation/gate';
import { callOf } from '@mriscore/evaluation/judge';
import type { Classification } from '@mriscore/stats';
import { hashRows } from '@mriscore/stats';
import type { ScoredPatient, SetEvaluation } from '../../evaluate/artefact.ts';
import type { Report } from '../report.ts';

function patientViolations(
  set: SetEvaluation,
  found: Classification,
  scored: readonly ScoredPatient[],
): readonly string[] {
  const { value } = found.cutoff;
  const wrong = scored.filter(({ score, call }) => callOf(score, found.cutoff) !== call);
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
    const { classification, calibration } = set;
    return [
      ...areaViolations(set.name, set.auc, set.roc),
      ...Object.entries(set.sequences).flatMap(([sequence, auc]) =>
        estimateViolations(`AUC of ${sequence} in ${set.name}`, auc, UNIT),
      ),
      ...(classification === null
        ? []
        : [
            ...callViolations(set.name, set, classification),
            ...patientViolations(set, classification, scored),
          ]),
      ...(calibration === null
        ? []
        : calibrationViolations(
            set.name,
            { n: set.n, positives: set.positives, risks: scored },
            calibration,
          )),
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
