/**
 * What a reviewer needs to repeat the analysis: the table, the options as used, the program, the methods' papers.
 */
import { stringify } from 'yaml';
import type { Analysis } from '../../analyse/analysis.ts';
import { html } from '../../write/html.ts';
import type { Section } from '../parts.ts';
import { paragraph } from '../parts.ts';

/** Table, options and program. */
export function recordSection({ table, options, mriscore }: Analysis): Section {
  return {
    id: 'record',
    heading: { en: 'Record', zh: '记录' },
    body: [
      html`<p>mriscore ${mriscore}. ${{ en: 'SHA-256 of ', zh: '文件 SHA-256：' }}<code>${table.file}</code>: <code>${table.sha256}</code></p>`,
      paragraph(
        'Options as used, with every default filled in. The same table and options give the same numbers to the last digit.',
        '实际使用的选项，已填入所有默认值。相同的表格和选项得到完全相同的数字。',
      ),
      html`<pre>${stringify(options, { lineWidth: 0 })}</pre>`,
    ],
  };
}

const REFERENCES: readonly string[] = [
  'DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837-845. doi:10.2307/2531595',
  'Wilson EB. J Am Stat Assoc 1927;22:209-212. doi:10.1080/01621459.1927.10502953',
  'Van Calster B, Nieboer D, Vergouwe Y, et al. J Clin Epidemiol 2016;74:167-176. doi:10.1016/j.jclinepi.2015.12.005',
  'Austin PC, Steyerberg EW. Stat Med 2019;38:4051-4065. doi:10.1002/sim.8281',
  'Vickers AJ, Elkin EB. Med Decis Making 2006;26:565-574. doi:10.1177/0272989X06295361',
  'Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481. doi:10.1080/01621459.1958.10501452',
  'Cox DR. J R Stat Soc B 1972;34:187-220. doi:10.1111/j.2517-6161.1972.tb00899.x',
  'Grambsch PM, Therneau TM. Biometrika 1994;81:515-526. doi:10.1093/biomet/81.3.515',
  'Uno H, Cai T, Pencina MJ, et al. Stat Med 2011;30:1105-1117. doi:10.1002/sim.4154',
  'Blanche P, Dartigues JF, Jacqmin-Gadda H. Stat Med 2013;32:5381-5397. doi:10.1002/sim.5958',
  'Uno H, Claggett B, Tian L, et al. J Clin Oncol 2014;32:2380-2385. doi:10.1200/JCO.2014.55.2208',
  'Schemper M, Smith TL. Control Clin Trials 1996;17:343-346. doi:10.1016/0197-2456(96)00075-X',
  'Ballman KV. J Clin Oncol 2015;33:3968-3971. doi:10.1200/JCO.2015.63.3651',
];

/** The papers behind the methods. */
export function referencesSection(): Section {
  return {
    id: 'references',
    heading: { en: 'References', zh: '参考文献' },
    body: html`<ol>${REFERENCES.map((reference) => html`<li>${reference}</li>`)}</ol>`,
  };
}
