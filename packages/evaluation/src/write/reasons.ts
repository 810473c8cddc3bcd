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
  'Monotone likelihood: the coefficient runs to infinity. Use the score test or a Firth estimate.':
    '似然单调：系数趋于无穷。请使用得分检验或 Firth 估计。',
  'A coefficient runs to infinity.': '有一个系数趋于无穷。',
  'Too large for a number: the score all but separates the patients with an event.':
    '过大，无法表示为数值：评分几乎将发生事件的患者完全分开。',
  'DeLong variance is 0 because the scores do not vary; the interval says nothing about precision.':
    '分数没有变化，DeLong 方差为 0；该区间不反映精度。',
  'No interval: DeLong needs two positive and two negative patients.':
    '没有区间：DeLong 方法需要至少两例阳性和两例阴性患者。',
  'The area is below 0.5: higher scores go with negatives. The direction was kept.':
    '曲线下面积低于 0.5：较高分数对应阴性患者。方向未作翻转。',
  'The likelihood has no maximum that settles.': '似然没有稳定的最大值。',
  'The predictions separate the labels, so that the slope is infinite.': '预测完全分开两类标签，斜率为无穷。',
  'All predictions are the same.': '所有预测相同。',
  'All labels are the same.': '所有标签相同。',
  'For an interval resample the patients.': '如需区间，应对患者重抽样。',
  'There are no events.': '没有事件。',
  'All predicted probabilities are 0.': '所有预测概率均为 0。',
  'DeLong variance is 0 because the classes do not overlap; the interval says nothing about precision.':
    '两类完全分开，DeLong 方差为 0；该区间不反映精度。',
  'Fewer than 20 patients with distinct scores: a smoothed curve would be noise.':
    '分数各异的患者少于 20 例：平滑曲线只会是噪声。',
  'No label column was named.': '未指定标签列。',
  'No time and event column was named.': '未指定时间列和事件列。',
  'No second score was named.': '未指定第二评分。',
  'No covariates were named.': '未指定协变量。',
  'No patient has follow-up.': '没有患者有随访。',
  'No patient has both scores.': '没有患者同时具有两种评分。',
  'No patient has follow-up and all covariates.': '没有患者同时具有随访和全部协变量。',
  'No patient has follow-up and a known treatment.': '没有患者同时具有随访和已知的治疗。',
  'No patient is followed beyond this time.': '没有患者随访超过该时点。',
  'No event by this time.': '至该时点没有事件。',
  'Every score lies between 0 and 1.': '所有评分均在 0 与 1 之间。',
  'The score does not vary.': '评分没有变化。',
  'The follow-up of these patients tells no two groups apart.': '这些患者的随访无法区分任何两组。',
  'Infinite: no patient is in the group it is divided by.': '无穷大：作为除数的组中没有患者。',
  'A limit is too large to be a number: the data hardly bound it.':
    '区间上限过大，无法表示为数值：数据几乎不能约束该值。',
  'The numbers ran out of range: too few patients, or groups that hardly overlap.':
    '数值超出范围：患者过少，或各组几乎不重叠。',
  'Said by the user.': '由使用者指定。',
  'Not reached: fewer than half of the patients were censored.': '未达到：删失患者不足一半。',
  'No cut-off was given and no tuning cohort to choose one on; a cut-off chosen on the patients it is judged on would make every number at it too good.':
    '既未给定截断值，也未指定用于选择截断值的调参队列；在被评价的患者上选择截断值会使其处的所有结果偏乐观。',
  'The score has values outside of 0 to 1, so it is not a probability. Without a tuning cohort there is nothing to turn it into one.':
    '评分有 0 至 1 以外的值，因此不是概率；没有调参队列，无法将其转换为概率。',
  'The user said that the score is not a probability. Without a tuning cohort there is nothing to turn it into one.':
    '使用者指明评分不是概率；没有调参队列，无法将其转换为概率。',
  'The hazards are not proportional (P < 0.05): read this difference, not the hazard ratio.':
    '风险不成比例（P < 0.05）：应参考此差值而非风险比。',
};

const PATTERNS: readonly { readonly english: RegExp; readonly chinese: string }[] = [
  {
    english: /^Not reached: survival stays above ([\d.]+) %\.$/,
    chinese: '未达到：生存率保持在 $1 % 以上。',
  },
  {
    english: /^The upper limit of the curve stays above ([\d.]+) %\.$/,
    chinese: '曲线上限保持在 $1 % 以上。',
  },
  {
    english: /^(\d+) events for (\d+) parameters: fewer than (\d+) for each, so the model may fit chance\.$/,
    chinese: '$1 例事件对 $2 个参数：每个参数不足 $3 例，模型可能拟合了偶然性。',
  },
  { english: /^No patient to count: 0 of 0\.$/, chinese: '没有可计数的患者：0/0。' },
];

/** A reason in both languages. */
export function reasonText(reason: string): Text {
  const known = CHINESE[reason];
  if (known !== undefined) return { en: reason, zh: known };
  const pattern = PATTERNS.find(({ english }) => english.test(reason));
  return {
    en: reason,
    zh: pattern === undefined ? reason : reason.replace(pattern.english, pattern.chinese),
  };
}
