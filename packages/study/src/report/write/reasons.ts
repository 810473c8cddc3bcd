/**
 * The Chinese of the reasons that the statistics give; a reason that is not known here is shown as it is.
 */
import type { Text } from './html.ts';

const CHINESE: Readonly<Record<string, string>> = {
  'No patient.': '没有患者。',
  'Positive and negative patients are both needed.': '需要同时有阳性和阴性患者。',
  'Responders and non-responders are both needed.': '需要同时有获益者和未获益者。',
  'No patient had the event.': '没有患者发生该事件。',
  'All patients are in one group.': '所有患者都在同一组。',
  'The model has no coefficient.': '模型没有系数。',
  'No event happened while patients of different groups were at risk together.':
    '不同组的患者同时处于风险中时没有事件发生。',
  'Monotone likelihood: the coefficient runs to infinity.': '似然单调：系数趋于无穷。',
  'All labels are the same.': '所有标签相同。',
  'For an interval resample the patients.': '如需区间，应对患者重抽样。',
  'There are no events.': '没有事件。',
  'All predicted probabilities are 0.': '所有预测概率均为 0。',
  'DeLong variance is 0 because the classes do not overlap; the interval says nothing about precision.':
    '两类完全分开，DeLong 方差为 0；该区间不反映精度。',
  'Fewer than 20 patients with distinct scores: a smoothed curve would be noise.':
    '分数各异的患者少于 20 例：平滑曲线只会是噪声。',
};

const PATTERNS: readonly { readonly english: RegExp; readonly chinese: string }[] = [
  { english: /^The curve does not fall to ([\d.]+)\.?$/, chinese: '曲线未降至 $1。' },
  { english: /^No patient to count: 0 of 0\.$/, chinese: '没有可计数的患者：0/0。' },
];

/** A reason in both languages. */
export function reasonText(reason: string): Text {
  const known = CHINESE[reason];
  if (known !== undefined) return { en: reason, zh: known };
  const pattern = PATTERNS.find(({ english }) => english.test(reason));
  return { en: reason, zh: pattern === undefined ? reason : reason.replace(pattern.english, pattern.chinese) };
}
