/**
 * Whether every patient is counted once, everywhere the same.
 */
import type { Report } from '../report.ts';

function same(name: string, one: number, other: number): readonly string[] {
  return one === other ? [] : [`${name}: ${one} in one place, ${other} in another.`];
}

function flowViolations({ cohort }: Report): readonly string[] {
  const { flow, members } = cohort;
  const left = flow.left.reduce((sum, { patients }) => sum + patients, 0);
  const included = flow.cohorts.reduce((sum, { patients }) => sum + patients, 0);
  return [
    ...same('Rows of the table against patients who left or stayed', flow.rows, left + included),
    ...same('Patients in cohorts against members', included, members.length),
    ...flow.cohorts.flatMap(({ name, patients, positives }) => {
      const inside = members.filter((member) => member.cohort === name);
      return [
        ...same(`Patients of cohort ${name}`, patients, inside.length),
        ...same(
          `Positive patients of cohort ${name}`,
          positives,
          inside.filter(({ target }) => target === 1).length,
        ),
      ];
    }),
  ];
}

function oncePerPatient({ evaluation, cohort }: Report): readonly string[] {
  const scored = evaluation.patients.map(({ patient }) => patient);
  const twice = scored.filter((patient, index) => scored.indexOf(patient) !== index);
  const sets = new Map(evaluation.sets.map((set) => [set.name, set]));
  const members = new Map(cohort.members.map((member) => [member.patient, member]));
  const misplaced = evaluation.patients.flatMap(({ patient, set, target }) => {
    const member = members.get(patient);
    const known = sets.get(set);
    const fits = member?.cohort === known?.cohort && member?.split === known?.split;
    if (member === undefined || known === undefined || !fits)
      return [`Patient ${patient} is scored in ${set}, where the cohort file does not have this patient.`];
    return member.target === target
      ? []
      : [`Patient ${patient} has target ${target} in the scores and ${member.target} in the cohort file.`];
  });
  return [
    ...twice.map((patient) => `Patient ${patient} is scored in two sets.`),
    ...misplaced,
    ...same('Scored patients against members', scored.length, cohort.members.length),
  ];
}

function setViolations({ evaluation, characteristics }: Report): readonly string[] {
  return evaluation.sets.flatMap(({ name, n, positives }, index) => {
    const scored = evaluation.patients.filter(({ set }) => set === name);
    const listed = characteristics[index];
    return [
      ...same(`Patients of set ${name} against its scores`, n, scored.length),
      ...same(
        `Positive patients of set ${name} against its scores`,
        positives,
        scored.filter(({ target }) => target === 1).length,
      ),
      ...same(`Patients of set ${name} against the table of patients`, n, listed?.n ?? -1),
    ];
  });
}

/** Contradictions between counts. */
export function countViolations(report: Report): readonly string[] {
  return [...flowViolations(report), ...oncePerPatient(report), ...setViolations(report)];
}
