/**
 * The flow diagram: rows of the table, who left and why, and what became of each cohort.
 */

import type { Figure } from '@mriscore/evaluation/figure';
import { FONT, INK, line, sheet, WIDTH, words, wrapWords } from '@mriscore/evaluation/figure';
import type { Html, Language, Text } from '@mriscore/evaluation/write';
import { element } from '@mriscore/evaluation/write';
import type { CohortCount, Flow } from '../../cohort/artefact.ts';
import type { SetCharacteristics } from '../characteristics.ts';

/** What is drawn. */
export interface FlowInput {
  readonly flow: Flow;
  readonly sets: readonly SetCharacteristics[];
  readonly target: string;
}

const LINE = 17;
const PAD = 8;
const SPINE = 24;
/** How much wider bold words are. */
const BOLD = 1.12;
const INDENT = 52;

interface Box {
  readonly lines: readonly string[];
  readonly height: number;
  readonly isSide: boolean;
}

function boxOf(texts: readonly string[], isSide: boolean): Box {
  const width = WIDTH - (isSide ? INDENT : 4) - 4 - 2 * PAD;
  const lines = texts.flatMap((text, index) => wrapWords(text, index === 0 ? width / BOLD : width, FONT));
  return { lines, height: lines.length * LINE + 2 * PAD - 3, isSide };
}

const ROLES: Readonly<Record<CohortCount['role'], Text>> = {
  training: { en: 'training', zh: '训练' },
  internal: { en: 'internal validation', zh: '内部验证' },
  external: { en: 'external validation', zh: '外部验证' },
  immunotherapy: { en: 'immunotherapy', zh: '免疫治疗' },
};

function cohortLines(
  cohort: CohortCount,
  { sets, target }: FlowInput,
  language: Language,
): readonly string[] {
  const zh = language === 'zh';
  const missing = Object.entries(cohort.missing).filter(([, patients]) => patients > 0);
  const parts = sets.filter((set) => set.cohort === cohort.name && set.split !== 'test');
  const partName = {
    training: zh ? '拟合网络' : 'fit the networks',
    tuning: zh ? '选定轮次和阈值' : 'pick epoch and threshold',
  };
  return [
    `${cohort.name} (${ROLES[cohort.role][language]}): n = ${cohort.patients}`,
    `${target}: ${zh ? `阳性 ${cohort.positives}，阴性 ${cohort.patients - cohort.positives}` : `${cohort.positives} positive, ${cohort.patients - cohort.positives} negative`}`,
    ...parts.map(
      ({ split, n, positives }) =>
        `${split === 'training' ? partName.training : partName.tuning}: n = ${n} (${zh ? `阳性 ${positives}` : `${positives} positive`})`,
    ),
    ...(missing.length === 0
      ? [zh ? '所有患者序列齐全' : 'no sequence missing']
      : [
          `${zh ? '缺少序列' : 'missing'}: ${missing.map(([name, patients]) => `${name} ${patients}`).join(', ')}`,
        ]),
  ];
}

function boxesOf(input: FlowInput, language: Language): readonly Box[] {
  const zh = language === 'zh';
  const { flow } = input;
  const included = flow.cohorts.reduce((sum, { patients }) => sum + patients, 0);
  const gone = flow.left.reduce((sum, { patients }) => sum + patients, 0);
  const reasons = flow.left.map(({ reason, patients }) => `${reason}: n = ${patients}`);
  return [
    boxOf([zh ? `表中的行：n = ${flow.rows}` : `Rows of the table: n = ${flow.rows}`], false),
    boxOf([zh ? `排除：n = ${gone}` : `Left the study: n = ${gone}`, ...reasons], true),
    boxOf([zh ? `纳入：n = ${included}` : `Included: n = ${included}`], false),
    ...flow.cohorts.map((cohort) => boxOf(cohortLines(cohort, input, language), true)),
  ];
}

function drawBox({ lines, height, isSide }: Box, top: number): readonly Html[] {
  const x = isSide ? INDENT : 4;
  return [
    ...(isSide ? [line([SPINE, top + height / 2, x, top + height / 2])] : []),
    element('rect', { x, y: top, width: WIDTH - 4 - x, height, fill: '#f7f7f7', stroke: INK, rx: 3 }),
    ...lines.map((text, index) => words(x + PAD, top + PAD + LINE * index + 10, text, { bold: index === 0 })),
  ];
}

function draw(title: Text, input: FlowInput, language: Language): Html {
  const boxes = boxesOf(input, language);
  let top = 4;
  const tops = boxes.map(({ height }) => {
    const here = top;
    top += height + 12;
    return here;
  });
  const last = boxes[boxes.length - 1];
  const end = (tops[tops.length - 1] ?? 0) + (last?.height ?? 0) / 2;
  return sheet(
    top,
    title[language],
    line([SPINE, 10, SPINE, end]),
    boxes.map((box, index) => drawBox(box, tops[index] ?? 0)),
  );
}

/** The flow of patients. */
export function flowFigure(id: string, title: Text, input: FlowInput): Figure {
  const { flow, sets } = input;
  const rows = [
    ['rows of the table', null, flow.rows],
    ...flow.left.map(({ reason, patients }) => ['left', reason, patients]),
    ...sets.map(({ name, n }) => ['set', name, n]),
  ];
  return {
    id,
    title,
    draw: (language) => draw(title, input, language),
    points: [{ id, header: ['step', 'name', 'patients'], rows }],
  };
}
