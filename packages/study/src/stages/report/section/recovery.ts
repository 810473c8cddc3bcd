/**
 * For simulated studies: was the planted truth recovered?
 */

import type { Section } from '@mriscore/evaluation/page';
import { paragraph, remark, table } from '@mriscore/evaluation/page';
import type { Content, Html, Text } from '@mriscore/evaluation/write';
import { bilingual, count, estimate, html, Notes, number } from '@mriscore/evaluation/write';
import type { RecoveredQuantity, Recovery, RecoveryRow } from '../recovery.ts';
import type { Report } from '../report.ts';
import { setName } from '../set-words.ts';

const NAMES: Readonly<Record<RecoveredQuantity, Text>> = {
  auc: { en: 'AUC', zh: 'AUC' },
  'hazard-ratio': { en: 'HR', zh: '风险比' },
  'response-auc': { en: 'AUC', zh: 'AUC' },
};

function answer(inside: boolean | null): Content {
  if (inside === null) return { en: 'no interval', zh: '无区间' };
  return inside
    ? html`<strong class="yes">${{ en: 'yes', zh: '是' }}</strong>`
    : html`<strong class="no">${{ en: 'no', zh: '否' }}</strong>`;
}

function remarksOf({ split, wide, excludesNoEffect, plantedInside, found, planted }: RecoveryRow): Content {
  const said: Text[] = [];
  if (split !== 'test') said.push({ en: 'apparent, not counted', zh: '表观值，不计入' });
  if (wide === true && plantedInside === true)
    said.push({ en: 'wide interval: a yes says little', zh: '区间很宽：“是”说明不了什么' });
  if (excludesNoEffect === false) said.push({ en: 'interval holds "no effect"', zh: '区间包含“无效应”' });
  if (plantedInside === false && found.value !== null) {
    said.push(
      found.value < planted
        ? { en: 'below the planted value', zh: '低于植入值' }
        : { en: 'above the planted value', zh: '高于植入值' },
    );
  }
  return html`<div class="said">${bilingual(said.map(({ en }) => en).join('; '), said.map(({ zh }) => zh).join('；'))}</div>`;
}

function rowOf(row: RecoveryRow, report: Report, notes: Notes): readonly Content[] {
  const set = report.evaluation.sets.find(({ name }) => name === row.set);
  const pivot = row.quantity === 'hazard-ratio' ? 1 : 0.5;
  return [
    [set === undefined ? row.set : setName(set), ': ', NAMES[row.quantity], ' ', row.of],
    count(row.n),
    number(row.planted),
    estimate(row.ideal, notes, { pivot }),
    estimate(row.found, notes, { pivot }),
    answer(row.plantedInside),
    answer(row.idealInside),
    remarksOf(row),
  ];
}

function verdict({ verdict: found }: Recovery): Html {
  const { compared, inside, insideButWide, excludingNoEffect } = found;
  return paragraph(
    html`<strong>Of ${count(compared)} planted values in sets that were only scored, ${count(inside)} lie inside the 95 % interval of the estimate.</strong> Of these ${count(inside)}, ${count(insideButWide)} have an interval so wide (over 0.2 for an AUC, over 3-fold for a hazard ratio) that lying inside says little. In ${count(excludingNoEffect)} of the ${count(compared)} the interval also leaves out "no effect".`,
    html`<strong>在仅用于评分的集合中共有 ${count(compared)} 个植入值，其中 ${count(inside)} 个位于估计值的 95 % 区间内。</strong>这 ${count(inside)} 个之中有 ${count(insideButWide)} 个区间过宽（AUC 超过 0.2，风险比超过 3 倍），落在区间内说明不了什么。${count(compared)} 个之中有 ${count(excludingNoEffect)} 个区间同时排除了“无效应”。`,
  );
}

const HEAD: readonly Content[] = [
  '',
  'n',
  { en: 'Planted', zh: '植入值' },
  { en: 'Ideal reader, these patients', zh: '理想读者，同一批患者' },
  { en: 'Found', zh: '估计值' },
  { en: 'Planted inside?', zh: '植入值在区间内？' },
  { en: 'Ideal inside?', zh: '理想值在区间内？' },
  { en: 'Remarks', zh: '备注' },
];

/** The comparison with the truth, or nothing for patients who are not simulated. */
export function reportRecovery(report: Report): Section | null {
  const { recovery } = report;
  if (recovery === null) return null;
  const notes = new Notes();
  const rows = recovery.rows.map((row) => rowOf(row, report, notes));
  const heading = { en: 'Was the planted truth recovered?', zh: '是否找回了植入的真值？' };
  if (rows.length === 0) {
    const body = paragraph(
      'The truth file knows no planted value for the target, endpoints and cohorts of this protocol: nothing is compared.',
      '真值文件中没有与本方案的目标、终点和队列对应的植入值：不作比较。',
    );
    return { id: 'truth', heading, body };
  }
  return {
    id: 'truth',
    heading,
    body: [
      verdict(recovery),
      table({ caption: { en: 'Planted and found', zh: '植入值与估计值' }, head: HEAD, rows }),
      notes.list(),
      remark(
        'Planted: what a reader who sees the latent severity itself reaches in the whole population, split at the ideal threshold. Ideal reader: the same reader on the very patients of the set, so with what chance did to this sample. Both are ceilings: a pipeline that learns part of the severity lies below them, and a "no" then means that it has not reached the ceiling.',
        '植入值：能直接看到潜在严重度的读者在整个总体中、以理想阈值划分时所达到的值。理想读者：同一读者在该集合的患者上所达到的值，即已含抽样偶然性。两者均为上限：只学到部分严重度的流程会低于上限，此时“否”表示尚未达到上限。',
      ),
    ],
  };
}
