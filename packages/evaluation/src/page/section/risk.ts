/**
 * Whether the score means a risk, and whether acting on it would do good.
 */

import type { Analysis, CohortAnalysis } from '../../analyse/analysis.ts';
import type { Content, Html } from '../../write/html.ts';
import { EMPTY, html } from '../../write/html.ts';
import { Notes } from '../../write/notes.ts';
import { number, UNDEFINED } from '../../write/numbers.ts';
import { reasonText } from '../../write/reasons.ts';
import { calibrationBody, calibrationCells } from '../calibration-table.ts';
import type { AnalysisFigures } from '../figures.ts';
import type { Section } from '../parts.ts';
import { figureGrid, paragraph, remark } from '../parts.ts';
import { cohortName } from '../words.ts';

function row(cohort: CohortAnalysis, notes: Notes): readonly Content[] {
  const { calibration: found } = cohort;
  const name = cohortName(cohort);
  if (!found.done)
    return [name, html`${UNDEFINED}${notes.mark(found.reason)}`, ...Array<Content>(6).fill(UNDEFINED)];
  const label = found.isApparent ? html`${name} (${{ en: 'apparent', zh: '表观' }})` : name;
  return [label, ...calibrationCells(found.calibration, notes)];
}

function basis({ scale, options }: Analysis): Html {
  if (scale.isProbability)
    return paragraph(
      html`The score is taken as the probability of a positive label. ${scale.why}`,
      html`评分被视为标签为阳性的概率。${reasonText(scale.why).zh}`,
    );
  if (scale.platt === null) return EMPTY;
  const { intercept, slope } = scale.platt;
  return paragraph(
    html`The score is not a probability. A logistic curve fitted on the tuning cohort ${options.tuning ?? ''} turned it into one: log odds = ${number(intercept)} + ${number(slope)} × score (Platt). In the tuning cohort itself the calibration is apparent.`,
    html`评分不是概率。在调参队列 ${options.tuning ?? ''} 上拟合的 logistic 曲线将其转换为概率：对数比值 = ${number(intercept)} + ${number(slope)} × 评分（Platt 法）。在调参队列中的校准为表观值。`,
  );
}

/** Calibration. */
export function calibrationSection(analysis: Analysis, { calibration }: AnalysisFigures): Section | null {
  if (analysis.options.label === null) return null;
  const heading = { en: 'Calibration', zh: '校准' };
  const { cohorts, scale } = analysis;
  const first = cohorts.find((cohort) => !cohort.calibration.done)?.calibration;
  if (!scale.isProbability && scale.platt === null && first !== undefined && !first.done)
    return { id: 'calibration', heading, body: html`<p>${reasonText(first.reason)}</p>` };
  const notes = new Notes();
  const rows = cohorts.map((cohort) => row(cohort, notes));
  return {
    id: 'calibration',
    heading,
    body: [basis(analysis), ...calibrationBody(rows, notes, calibration)],
  };
}

/** Decision curves, or nothing where there is no probability. */
export function decisionSection(_analysis: Analysis, { decision }: AnalysisFigures): Section | null {
  if (decision.length === 0) return null;
  return {
    id: 'decision',
    heading: { en: 'Decision curves', zh: '决策曲线' },
    body: [
      figureGrid(decision),
      remark(
        'Net benefit: true positives less false positives, the latter weighted by the odds of the threshold probability, per patient. No threshold is proposed for practice. Values below −0.1 are not drawn; they are in the tables of points.',
        '净获益：每例患者的真阳性减去按阈值概率比数加权的假阳性。本报告不提出任何临床阈值。低于 −0.1 的值未绘出，见数据点表。',
      ),
    ],
  };
}
