/**
 * The page of a study: which sections stand in it, and in which order.
 */

import type { Section } from '@mriscore/evaluation/page';
import { framePage } from '@mriscore/evaluation/page';
import type { Figures } from './figures.ts';
import type { Report } from './report.ts';
import { calibrationSection, decisionSection } from './section/calibration.ts';
import { attentionSection, sequencesSection, trainingSection } from './section/networks.ts';
import { flowSection, patientsSection } from './section/patients.ts';
import { rocSection, thresholdSection } from './section/performance.ts';
import { protocolSection, provenanceSection, referencesSection } from './section/record.ts';
import { recoverySection } from './section/recovery.ts';
import { summarySection } from './section/summary.ts';
import { hazardsSection, responseSection, survivalSection } from './section/survival.ts';

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

/**
 * The page of a report as text.
 *
 * The same report gives the same bytes: no time, no machine, no random name.
 */
export function formatPage(report: Report, figures: Figures): string {
  return framePage({
    title: report.protocol.title,
    sections: sectionsOf(report, figures),
    mriscore: report.provenance.mriscore,
  });
}
