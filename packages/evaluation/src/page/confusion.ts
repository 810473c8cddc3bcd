/**
 * Calls at a cut-off as people read them: the two-by-two table, and a share with its interval and fraction.
 */
import type { Classification, ProportionEstimate } from '@mriscore/stats';
import type { Html, Text } from '../write/html.ts';
import { html } from '../write/html.ts';
import type { Notes } from '../write/notes.ts';
import { count, estimate } from '../write/numbers.ts';

/** The two-by-two table of calls. */
export function confusionTable({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: Classification): Html {
  const high: Text = { en: 'called positive', zh: '判为阳性' };
  const low: Text = { en: 'called negative', zh: '判为阴性' };
  return html`<table class="confusion"><thead><tr><td></td><th scope="col">${{ en: 'positive', zh: '阳性' }}</th><th scope="col">${{ en: 'negative', zh: '阴性' }}</th></tr></thead><tbody><tr><th scope="row">${high}</th><td class="right">${count(truePositives)}</td><td>${count(falsePositives)}</td></tr><tr><th scope="row">${low}</th><td>${count(falseNegatives)}</td><td class="right">${count(trueNegatives)}</td></tr></tbody></table>`;
}

/** One share with its interval and fraction. */
function proportionLine(name: Text, found: ProportionEstimate, notes: Notes): Html {
  const fraction =
    found.value === null ? null : html` <span class="weak">${count(found.k)}/${count(found.n)}</span>`;
  return html`<div><dt>${name}${fraction}</dt><dd>${estimate(found, notes)}</dd></div>`;
}

/** Sensitivity, specificity, predictive values and accuracy, each with its interval and fraction. */
export function shareLines(found: Classification, notes: Notes): readonly Html[] {
  return [
    proportionLine({ en: 'Sensitivity', zh: '敏感度' }, found.sensitivity, notes),
    proportionLine({ en: 'Specificity', zh: '特异度' }, found.specificity, notes),
    proportionLine({ en: 'PPV', zh: '阳性预测值' }, found.positivePredictiveValue, notes),
    proportionLine({ en: 'NPV', zh: '阴性预测值' }, found.negativePredictiveValue, notes),
    proportionLine({ en: 'Accuracy', zh: '准确度' }, found.accuracy, notes),
  ];
}
