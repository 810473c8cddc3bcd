/**
 * Which figures a report has, in reading order, and what each shows.
 */

import type { Figure, ForestRow } from '@mriscore/evaluation/figure';
import {
  calibrationFigure,
  decisionFigure,
  forestFigure,
  identify,
  kaplanMeierFigure,
  rocFigure,
} from '@mriscore/evaluation/figure';
import type { Text } from '@mriscore/evaluation/write';
import type { SetEvaluation } from '../evaluate/artefact.ts';
import { attentionFigure } from './figure/attention.ts';
import { flowFigure } from './figure/flow.ts';
import { trainingFigure } from './figure/training.ts';
import type { Report } from './report.ts';
import { setName } from './set-words.ts';

/** The figures of a report, by the section they stand in. */
export interface Figures {
  readonly flow: readonly Figure[];
  readonly roc: readonly Figure[];
  readonly calibration: readonly Figure[];
  readonly decision: readonly Figure[];
  readonly attention: readonly Figure[];
  readonly training: readonly Figure[];
  readonly survival: readonly Figure[];
  readonly hazards: readonly Figure[];
  readonly response: readonly Figure[];
}

function titled(en: string, zh: string, name: Text): Text {
  return { en: `${en}: ${name.en}`, zh: `${zh}：${name.zh}` };
}

function flow({ cohort, characteristics, protocol }: Report): readonly Figure[] {
  const title = { en: 'Flow of patients', zh: '患者流程图' };
  return [
    flowFigure('flow', title, {
      flow: cohort.flow,
      sets: characteristics,
      target: protocol.target.name,
    }),
  ];
}

function roc({ evaluation }: Report): readonly Figure[] {
  const lines = evaluation.sets.flatMap((set) =>
    set.roc === null ? [] : [{ set: set.name, label: setName(set), auc: set.auc, roc: set.roc }],
  );
  if (lines.length === 0) return [];
  return [rocFigure('roc', { en: 'ROC curves of the fused score', zh: '融合评分的 ROC 曲线' }, lines)];
}

function eachSet(
  { evaluation }: Report,
  make: (set: SetEvaluation, place: number) => Figure | null,
): readonly Figure[] {
  return evaluation.sets.flatMap((set, index) => make(set, index + 1) ?? []);
}

function calibration(report: Report): readonly Figure[] {
  return eachSet(report, (set, place) => {
    if (set.calibration === null) return null;
    const risks = report.evaluation.patients.filter((patient) => patient.set === set.name);
    return calibrationFigure(
      identify('calibration', [place, set.name]),
      titled('Calibration', '校准', setName(set)),
      { calibration: set.calibration, risks },
    );
  });
}

function decision(report: Report): readonly Figure[] {
  return eachSet(report, (set, place) =>
    set.decision === null
      ? null
      : decisionFigure(
          identify('decision', [place, set.name]),
          titled('Decision curve', '决策曲线', setName(set)),
          set.decision,
        ),
  );
}

function attention({ attention: summaries, evaluation, protocol }: Report): readonly Figure[] {
  const sets = evaluation.sets.map((set) => ({ name: set.name, label: setName(set) }));
  const sequences = Object.keys(protocol.sequences);
  const title = { en: 'Attention of the fusion on each sequence', zh: '融合模型对各序列的注意力' };
  return [attentionFigure('attention', title, { sequences, sets, summaries })];
}

function training({ training: log }: Report): readonly Figure[] {
  const encoders = Object.entries(log.encoders).map(([name, losses]) => ({
    name,
    label: { en: name, zh: name },
    losses,
  }));
  const fusion = [
    { name: 'training', label: { en: 'fitted part', zh: '拟合部分' }, losses: log.fusion.training },
    { name: 'tuning', label: { en: 'tuning part', zh: '调参部分' }, losses: log.fusion.tuning },
  ];
  return [
    trainingFigure(
      'training-encoders',
      { en: 'Training of the encoders', zh: '编码器的训练' },
      { lines: encoders, keptEpoch: null },
    ),
    trainingFigure(
      'training-fusion',
      { en: 'Training of the fusion', zh: '融合模型的训练' },
      { lines: fusion, keptEpoch: log.keptEpoch },
    ),
  ];
}

function survival({ survival: followed }: Report): readonly Figure[] {
  return followed.sets.flatMap((set, index) =>
    set.endpoints.map((result, place) =>
      kaplanMeierFigure(
        identify('kaplan-meier', [index + 1, set.name], [place + 1, result.endpoint]),
        titled(`Kaplan-Meier, ${result.endpoint}`, `Kaplan-Meier，${result.endpoint}`, setName(set)),
        result,
      ),
    ),
  );
}

function hazards({ survival: followed }: Report): readonly Figure[] {
  const rows = followed.sets.flatMap((set) =>
    set.endpoints.map((result): ForestRow => {
      const name = setName(set);
      const label = { en: `${name.en}, ${result.endpoint}`, zh: `${name.zh}，${result.endpoint}` };
      const { endpoint, n, events, hazardRatio: ratio } = result;
      return { set: set.name, endpoint, label, n, events, ratio, isApparent: set.split !== 'test' };
    }),
  );
  if (rows.length === 0) return [];
  return [
    forestFigure(
      'hazard-ratios',
      { en: 'Hazard ratios, high against low (events/patients)', zh: '高分对低分的风险比（事件/患者）' },
      rows,
    ),
  ];
}

function response({ survival: followed }: Report): readonly Figure[] {
  const lines = followed.sets.flatMap((set) => {
    const found = set.response;
    return found === null || found.roc === null
      ? []
      : [{ set: set.name, label: setName(set), auc: found.auc, roc: found.roc }];
  });
  if (lines.length === 0) return [];
  return [rocFigure('response', { en: 'ROC curves for response', zh: '治疗反应的 ROC 曲线' }, lines)];
}

/** The figures of a report. */
export function figuresOf(report: Report): Figures {
  return {
    flow: flow(report),
    roc: roc(report),
    calibration: calibration(report),
    decision: decision(report),
    attention: attention(report),
    training: training(report),
    survival: survival(report),
    hazards: hazards(report),
    response: response(report),
  };
}

/** All figures, in reading order. */
export function allFigures(figures: Figures): readonly Figure[] {
  return Object.values(figures).flat();
}
