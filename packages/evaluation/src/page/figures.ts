/**
 * Which figures an analysis has, in reading order, and what each shows.
 */

import type { Analysis, CohortAnalysis } from '../analyse/analysis.ts';
import { calibrationFigure } from '../figure/calibration.ts';
import { decisionFigure } from '../figure/decision.ts';
import type { Figure } from '../figure/drawing.ts';
import type { ForestRow } from '../figure/forest.ts';
import { forestFigure } from '../figure/forest.ts';
import { identify } from '../figure/identifier.ts';
import { kaplanMeierFigure } from '../figure/kaplan-meier.ts';
import { precisionRecallFigure } from '../figure/precision-recall.ts';
import { rocFigure } from '../figure/roc.ts';
import type { Text } from '../write/html.ts';
import { cohortName, nameAtCutoff } from './words.ts';

/** The figures of an analysis, by the section they stand in. */
export interface AnalysisFigures {
  readonly discrimination: readonly Figure[];
  readonly calibration: readonly Figure[];
  readonly decision: readonly Figure[];
  readonly survival: readonly Figure[];
  readonly hazards: readonly Figure[];
}

function titled(en: string, zh: string, name: Text): Text {
  return { en: `${en}: ${name.en}`, zh: `${zh}：${name.zh}` };
}

function discrimination(cohorts: readonly CohortAnalysis[]): readonly Figure[] {
  const found = cohorts.flatMap((cohort) =>
    cohort.discrimination.done
      ? [{ set: cohort.name, label: cohortName(cohort), ...cohort.discrimination }]
      : [],
  );
  const roc = found.flatMap(({ set, label, auc, roc: points }) =>
    points === null ? [] : [{ set, label, auc, roc: points }],
  );
  const recall = found.flatMap(({ set, label, precisionRecall: curve }) =>
    curve === null ? [] : [{ set, label, curve }],
  );
  return [
    ...(roc.length === 0 ? [] : [rocFigure('roc', { en: 'ROC curves', zh: 'ROC 曲线' }, roc)]),
    ...(recall.length === 0
      ? []
      : [
          precisionRecallFigure(
            'precision-recall',
            { en: 'Precision-recall curves', zh: '精确率-召回率曲线' },
            recall,
          ),
        ]),
  ];
}

function eachCohort(
  cohorts: readonly CohortAnalysis[],
  make: (cohort: CohortAnalysis, place: readonly [number, string]) => Figure | null,
): readonly Figure[] {
  return cohorts.flatMap((cohort, index) => make(cohort, [index + 1, cohort.name]) ?? []);
}

function calibration(cohorts: readonly CohortAnalysis[]): readonly Figure[] {
  return eachCohort(cohorts, (cohort, place) =>
    cohort.calibration.done
      ? calibrationFigure(
          identify('calibration', place),
          titled('Calibration', '校准', cohortName(cohort)),
          cohort.calibration,
        )
      : null,
  );
}

function decision(cohorts: readonly CohortAnalysis[]): readonly Figure[] {
  return eachCohort(cohorts, (cohort, place) =>
    cohort.calibration.done
      ? decisionFigure(
          identify('decision', place),
          titled('Decision curve', '决策曲线', cohortName(cohort)),
          cohort.calibration.decision,
        )
      : null,
  );
}

function survival(cohorts: readonly CohortAnalysis[]): readonly Figure[] {
  return eachCohort(cohorts, (cohort, place) =>
    cohort.survival.done && cohort.survival.endpoint.groups.length > 0
      ? kaplanMeierFigure(
          identify('kaplan-meier', place),
          titled('Kaplan-Meier', 'Kaplan-Meier', nameAtCutoff(cohort)),
          cohort.survival.endpoint,
        )
      : null,
  );
}

function hazards(cohorts: readonly CohortAnalysis[]): readonly Figure[] {
  const rows = cohorts.flatMap((cohort): readonly ForestRow[] => {
    if (!cohort.survival.done || cohort.cutoff.cutoff === null) return [];
    const { endpoint, n, events, hazardRatio: ratio } = cohort.survival.endpoint;
    const isApparent = cohort.cutoff.origin === 'apparent';
    return [{ set: cohort.name, endpoint, label: nameAtCutoff(cohort), n, events, ratio, isApparent }];
  });
  if (rows.length === 0) return [];
  const title = { en: 'Hazard ratios, high against low', zh: '高分对低分的风险比' };
  return [forestFigure('hazard-ratios', title, rows)];
}

/** The figures of an analysis. */
export function analysisFigures({ cohorts }: Analysis): AnalysisFigures {
  return {
    discrimination: discrimination(cohorts),
    calibration: calibration(cohorts),
    decision: decision(cohorts),
    survival: survival(cohorts),
    hazards: hazards(cohorts),
  };
}
