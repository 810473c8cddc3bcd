/**
 * What a reviewer needs to repeat the study: the protocol as run, where the numbers come from, and the methods' papers.
 */

import type { Section } from '@mriscore/evaluation/page';
import { paragraph, table } from '@mriscore/evaluation/page';
import type { Content, Html } from '@mriscore/evaluation/write';
import { count, html } from '@mriscore/evaluation/write';
import { stringify } from 'yaml';
import type { Report } from '../report.ts';

/** The protocol with every default filled in. */
export function reportProtocol({ protocol }: Report): Section {
  return {
    id: 'protocol',
    heading: { en: 'Protocol', zh: '研究方案' },
    body: [
      paragraph('As run, with every default filled in.', '按实际运行，已填入所有默认值。'),
      html`<pre>${stringify(protocol, { lineWidth: 0 })}</pre>`,
    ],
  };
}

function unitRows({ provenance }: Report): readonly (readonly Content[])[] {
  return provenance.stages.map(({ stage, units, keys, digest, versions }) => {
    const shown =
      keys === null
        ? html`<code>${digest}</code> ${{ en: '(over all keys)', zh: '（所有键的摘要）' }}`
        : Object.entries(keys).map(([unit, key]) => html`<div>${unit} <code>${key}</code></div>`);
    return [stage, count(units), shown, versions.join(', ')];
  });
}

function chain({ brokenLink }: Report['provenance']): Html {
  if (brokenLink === null) {
    return paragraph(
      'The log of the study (provenance.jsonl) is a whole chain: each line carries the hash of the line before it.',
      '研究日志（provenance.jsonl）链条完整：每行都带有前一行的哈希。',
    );
  }
  const line = count(brokenLink);
  return html`<p class="simulated">${{ en: 'The log of the study (provenance.jsonl) was changed: the chain breaks at line ', zh: '研究日志（provenance.jsonl）曾被改动：链条断于第 ' }}${line}${{ en: '.', zh: ' 行。' }}</p>`;
}

/** Where the numbers come from. */
export function reportProvenance(report: Report): Section {
  const { provenance } = report;
  return {
    id: 'provenance',
    heading: { en: 'Provenance', zh: '来源' },
    body: [
      html`<p>mriscore ${provenance.mriscore}. ${{ en: 'SHA-256 of the protocol with defaults: ', zh: '含默认值的方案 SHA-256：' }}<code>${provenance.protocolSha256}</code></p>`,
      chain(provenance),
      table({
        caption: { en: 'Units of work', zh: '工作单元' },
        head: [
          { en: 'Stage', zh: '阶段' },
          { en: 'Units', zh: '单元' },
          { en: 'Keys', zh: '键' },
          { en: 'Versions', zh: '版本' },
        ],
        rows: unitRows(report),
      }),
      paragraph(
        'The key of a unit is the SHA-256 of everything that decides its result: code, inputs and settings.',
        '单元的键是决定其结果的一切（代码、输入和设置）的 SHA-256。',
      ),
    ],
  };
}

const REFERENCES: readonly string[] = [
  'Ding C, Kang Y, Bai F, Bai G, Xian J. Development and validation of MRI-derived deep learning score for non-invasive prediction of PD-L1 expression and prognostic stratification in head and neck squamous cell carcinoma. Cancer Imaging 2025. doi:10.1186/s40644-025-00837-5',
  'DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837-845. doi:10.2307/2531595',
  'Wilson EB. J Am Stat Assoc 1927;22:209-212. doi:10.1080/01621459.1927.10502953',
  'Van Calster B, Nieboer D, Vergouwe Y, et al. J Clin Epidemiol 2016;74:167-176. doi:10.1016/j.jclinepi.2015.12.005',
  'Austin PC, Steyerberg EW. Stat Med 2019;38:4051-4065. doi:10.1002/sim.8281',
  'Vickers AJ, Elkin EB. Med Decis Making 2006;26:565-574. doi:10.1177/0272989X06295361',
  'Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481. doi:10.1080/01621459.1958.10501452',
  'Cox DR. J R Stat Soc B 1972;34:187-220. doi:10.1111/j.2517-6161.1972.tb00899.x',
  'Schemper M, Smith TL. Control Clin Trials 1996;17:343-346. doi:10.1016/0197-2456(96)00075-X',
];

/** The papers behind the methods. */
export function reportReferences(): Section {
  const [reproduced, ...methods] = REFERENCES;
  return {
    id: 'references',
    heading: { en: 'References', zh: '参考文献' },
    body: [
      paragraph('The study whose method is reproduced:', '所复现的研究：'),
      html`<p>${reproduced ?? ''}</p>`,
      paragraph('Methods:', '方法：'),
      html`<ol>${methods.map((reference) => html`<li>${reference}</li>`)}</ol>`,
    ],
  };
}
