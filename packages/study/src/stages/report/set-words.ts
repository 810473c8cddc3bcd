/**
 * What the sets of a study are called in a report, and what a reader must know about each.
 */

import type { Text } from '@mriscore/evaluation/write';
import type { EvaluationSet } from '../evaluate/artefact.ts';

/** The name of a set. Cohort names are the user's own and stay as they are. */
export function setName({ cohort, split }: Pick<EvaluationSet, 'cohort' | 'split'>): Text {
  switch (split) {
    case 'training':
      return { en: `${cohort} (fitted)`, zh: `${cohort}（拟合部分）` };
    case 'tuning':
      return { en: `${cohort} (tuning)`, zh: `${cohort}（调参部分）` };
    case 'test':
      return { en: cohort, zh: cohort };
    default:
      return split satisfies never;
  }
}

/** What the numbers of a set are worth. */
export function setCaution({ split, role }: Pick<EvaluationSet, 'split' | 'role'>): Text {
  if (split === 'training') {
    return {
      en: 'Apparent: the networks were fitted on these patients. Not a measure of performance.',
      zh: '表观值：网络即在这些患者上拟合，不能作为性能指标。',
    };
  }
  if (split === 'tuning') {
    return {
      en: 'These patients picked the epoch and the threshold. Optimistic, not a measure of performance.',
      zh: '轮次和阈值由这些患者选定，结果偏乐观，不能作为性能指标。',
    };
  }
  return TESTED[role];
}

const TESTED: Readonly<Record<EvaluationSet['role'], Text>> = {
  training: {
    en: 'Scored only, with the threshold locked before.',
    zh: '仅用于评分，阈值事先锁定。',
  },
  internal: {
    en: 'Internal validation: scored only, with the threshold locked before.',
    zh: '内部验证：仅用于评分，阈值事先锁定。',
  },
  external: {
    en: 'External validation: scored only, with the threshold locked before.',
    zh: '外部验证：仅用于评分，阈值事先锁定。',
  },
  immunotherapy: {
    en: 'Single-arm immunotherapy cohort, scored only. Prognostic: without untreated patients nothing can be said about benefit from treatment.',
    zh: '单臂免疫治疗队列，仅用于评分。仅有预后意义：没有未治疗的患者，无法对治疗获益下任何结论。',
  },
};

/** Sets that were only scored come first: theirs are the numbers that count. */
export function testedFirst<T extends Pick<EvaluationSet, 'split'>>(sets: readonly T[]): readonly T[] {
  return [
    ...sets.filter(({ split }) => split === 'test'),
    ...sets.filter(({ split }) => split === 'tuning'),
    ...sets.filter(({ split }) => split === 'training'),
  ];
}
