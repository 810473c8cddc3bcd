/**
 * What cohorts and cut-offs are called in a report of an analysis, and what a reader must know about each.
 */

import { ALL_ROWS } from '../analyse/analyse.ts';
import type { CohortAnalysis } from '../analyse/analysis.ts';
import type { Html, Text } from '../write/html.ts';
import { element } from '../write/html.ts';

/** The name of a cohort. Names are the user's own and stay as they are. */
export function cohortName({ name, isTuning }: Pick<CohortAnalysis, 'name' | 'isTuning'>): Text {
  if (name === ALL_ROWS) return { en: ALL_ROWS, zh: '所有行' };
  return isTuning ? { en: `${name} (tuning)`, zh: `${name}（调参）` } : { en: name, zh: name };
}

/** The name of a cohort where something at its cut-off is shown: an exploratory cut-off is said beside it. */
export function nameAtCutoff(cohort: CohortAnalysis): Text {
  const name = cohortName(cohort);
  if (cohort.isTuning || cohort.cutoff.origin !== 'apparent') return name;
  return { en: `${name.en} (exploratory)`, zh: `${name.zh}（探索性）` };
}

/** What the numbers of a cohort are worth. */
export function cohortCaution({ isTuning, cutoff }: CohortAnalysis): Text {
  if (isTuning)
    return {
      en: 'These patients chose the cut-off. Everything at the cut-off is apparent: too good for other patients.',
      zh: '截断值由这些患者选定。截断值处的所有结果均为表观值，对其他患者而言偏乐观。',
    };
  if (cutoff.origin === 'apparent')
    return {
      en: 'Exploratory: the cut-off was chosen on these very patients. Everything at the cut-off is apparent, and its P values are too small.',
      zh: '探索性：截断值即在这些患者上选定。截断值处的所有结果均为表观值，其 P 值偏小。',
    };
  if (cutoff.origin === 'locked')
    return {
      en: 'Judged only, with the cut-off locked before. Whether the score itself has seen these patients is not known here.',
      zh: '仅用于评价，截断值事先锁定。评分本身是否见过这些患者，此处无从得知。',
    };
  return {
    en: 'Judged without a cut-off. Whether the score itself has seen these patients is not known here.',
    zh: '评价时不使用截断值。评分本身是否见过这些患者，此处无从得知。',
  };
}

/** A value in the unit of the score, six digits at most, with its unrounded value. */
export function cutoffValue(value: number): Html {
  const text = String(Number(value.toPrecision(6))).replace('-', '\u2212');
  return element('data', { value: String(value) }, text);
}
