/**
 * The page: one file that needs nothing else, in two languages, with a policy that forbids it to load or run anything.
 */
import { createHash } from 'node:crypto';
import type { Figures } from './figures.ts';
import { STYLE } from './page-style.ts';
import type { Report } from './report.ts';
import { calibrationSection, decisionSection } from './section/calibration.ts';
import { attentionSection, sequencesSection, trainingSection } from './section/networks.ts';
import type { Section } from './section/parts.ts';
import { flowSection, patientsSection } from './section/patients.ts';
import { rocSection, thresholdSection } from './section/performance.ts';
import { protocolSection, provenanceSection, referencesSection } from './section/record.ts';
import { recoverySection } from './section/recovery.ts';
import { summarySection } from './section/summary.ts';
import { hazardsSection, responseSection, survivalSection } from './section/survival.ts';
import type { Html, Text } from './write/html.ts';
import { element, html, Html as Markup } from './write/html.ts';

/** Printed on top and at the foot of the page. */
export const INTENDED_USE: Text = {
  en: 'Research use only - not for diagnosis',
  zh: '仅供研究使用，不得用于诊断',
};

/** What the page may do: show its own style, and nothing else. */
function policy(): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** The sections, in reading order. */
function sectionsOf(report: Report, figures: Figures): readonly Section[] {
  const sections = [
    summarySection(report),
    flowSection(figures),
    patientsSection(report),
    rocSection(report, figures),
    thresholdSection(report),
    calibrationSection(report, figures),
    decisionSection(report, figures),
    sequencesSection(report),
    attentionSection(report, figures),
    trainingSection(report, figures),
    survivalSection(report, figures),
    hazardsSection(report, figures),
    responseSection(report, figures),
    recoverySection(report),
    protocolSection(report),
    provenanceSection(report),
    referencesSection(),
  ];
  return sections.filter((section): section is Section => section !== null);
}

function renderSection({ id, heading, body }: Section): Html {
  return element('section', { id }, html`<h2>${heading}</h2>${body}`);
}

function contents(sections: readonly Section[]): Html {
  const links = sections.map(
    ({ id, heading }) => html`<li>${element('a', { href: `#${id}` }, heading)}</li>`,
  );
  return html`<nav><ul>${links}</ul></nav>`;
}

function languageSwitch(): Html {
  return html`<div class="switch"><label for="language-en">English</label><label for="language-zh" lang="zh-Hans">中文</label></div>`;
}

function languageButtons(): Html {
  const button = (id: string, label: string, checked?: string): Html =>
    element('input', {
      class: 'language',
      type: 'radio',
      name: 'language',
      id,
      'aria-label': label,
      checked,
    });
  return html`${button('language-en', 'English', '')}${button('language-zh', '中文')}`;
}

function head(title: string): Html {
  return html`<head><meta charset="utf-8">${element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy() })}<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${new Markup(STYLE)}</style></head>`;
}

/**
 * The page of a report as text.
 *
 * The same report gives the same bytes: no time, no machine, no random name.
 */
export function formatPage(report: Report, figures: Figures): string {
  const { title } = report.protocol;
  const sections = sectionsOf(report, figures);
  const banner = html`<div class="banner"><div>${INTENDED_USE}</div></div>`;
  const page = html`<!doctype html>
<html lang="en">
${head(title)}
<body>
${languageButtons()}
${banner}
<header>${languageSwitch()}<h1>${title}</h1>${contents(sections)}</header>
<main>
${sections.map(renderSection)}
</main>
<footer><div class="inner"><p>${{ en: 'Made by mriscore', zh: '由 mriscore 生成' }} ${report.provenance.mriscore}.</p></div>${banner}</footer>
</body>
</html>
`;
  return page.markup;
}
