/**
 * Who was studied: the flow diagram and the table of patients.
 */

import type { Section } from '@mriscore/evaluation/page';
import { figureGrid, remark, table } from '@mriscore/evaluation/page';
import type { Content, Html } from '@mriscore/evaluation/write';
import { count, estimate, fixed, html, Notes, number, UNDEFINED } from '@mriscore/evaluation/write';
import type { SetCharacteristics } from '../characteristics.ts';
import type { Figures } from '../figures.ts';
import type { Quartiles } from '../quartiles.ts';
import type { Report } from '../report.ts';
import { setName } from '../set-words.ts';

/** The flow diagram. */
export function reportFlow({ flow }: Figures): Section {
  return {
    id: 'flow',
    heading: { en: 'Flow of patients', zh: '患者流程' },
    body: [
      figureGrid(flow),
      remark(
        'A patient without a sequence stays in the study where the protocol allows it: the fusion masks what is missing.',
        '在方案允许时，缺少某一序列的患者仍保留在研究中：融合模型会屏蔽缺失的序列。',
      ),
    ],
  };
}

function share(part: number, whole: number): Html {
  if (whole === 0) return html`${count(part)}/${count(whole)}`;
  return html`<span class="whole">${count(part)}/${count(whole)} (${fixed((100 * part) / whole, 1)} %)</span>`;
}

function spread(quartiles: Quartiles | null, digits: number): Html {
  if (quartiles === null) return html`${UNDEFINED}`;
  const { median, lower, upper } = quartiles;
  return html`<span class="whole">${number(median, digits)} (${number(lower, digits)}, ${number(upper, digits)})</span>`;
}

type RowOf = (set: SetCharacteristics) => Content;

function rowsOf(report: Report, notes: Notes): readonly (readonly [Content, RowOf])[] {
  const { protocol, survival } = report;
  const inSurvival = (name: string) => survival.sets.find((set) => set.name === name);
  const endpoints = protocol.endpoints.flatMap(({ name }, index): (readonly [Content, RowOf])[] => [
    [
      [name, ': ', { en: 'events', zh: '事件' }],
      ({ endpoints: counted }) => share(counted[index]?.events ?? 0, counted[index]?.followed ?? 0),
    ],
    [
      [name, ': ', { en: 'median follow-up, months', zh: '中位随访，月' }],
      (set) => {
        const found = inSurvival(set.name)?.endpoints.find(({ endpoint }) => endpoint === name);
        return found === undefined ? UNDEFINED : estimate(found.medianFollowUp, notes, { digits: 1 });
      },
    ],
  ]);
  const response: (readonly [Content, RowOf])[] =
    protocol.response === undefined
      ? []
      : [
          [
            protocol.response.name,
            (set) => {
              const found = inSurvival(set.name)?.response ?? null;
              return found === null ? UNDEFINED : share(found.responders, found.n);
            },
          ],
        ];
  return [
    [{ en: 'Patients', zh: '患者' }, ({ n }) => count(n)],
    [protocol.target.name, ({ positives, n }) => share(positives, n)],
    [
      [protocol.target.column, { en: ', median (quartiles)', zh: '，中位数（四分位）' }],
      ({ targetRaw }) => spread(targetRaw, 1),
    ],
    [
      { en: 'Tumour volume, cm³, median (quartiles)', zh: '肿瘤体积，cm³，中位数（四分位）' },
      ({ tumourCm3 }) => spread(tumourCm3, 1),
    ],
    ...Object.keys(protocol.sequences).map((name): readonly [Content, RowOf] => [
      [name, { en: ' available', zh: ' 可用' }],
      ({ sequences, n }) => share(sequences[name] ?? 0, n),
    ]),
    [{ en: 'All sequences', zh: '序列齐全' }, ({ complete, n }) => share(complete, n)],
    ...endpoints,
    ...response,
  ];
}

/** The table of patients. */
export function reportPatients(report: Report): Section {
  const sets = report.characteristics;
  const notes = new Notes();
  const rows = rowsOf(report, notes).map(([name, of]) => [name, ...sets.map(of)]);
  return {
    id: 'patients',
    heading: { en: 'Patients', zh: '患者特征' },
    body: [
      table({
        caption: { en: 'Patients of each set', zh: '各集合的患者' },
        head: ['', ...sets.map(setName)],
        rows,
      }),
      notes.list(),
      remark(
        'Median follow-up by the reverse Kaplan-Meier method. Sets are not compared by tests: they differ by design.',
        '中位随访采用反向 Kaplan-Meier 法。各集合按设计即有差异，不作检验比较。',
      ),
    ],
  };
}
