/**
 * The page of a study: which sections stand in it, and in which order.
 */

import type { Section } from '@mriscore/evaluation/page';
import { framePage } from '@mriscore/evaluation/page';
import type { Figures } from './figures.ts';
import type { Report } from './report.ts';
import { reportCalibration, reportDecision } from './section/calibration.ts';
import { reportAttention, reportSequences, reportTraining } from './section/networks.ts';
import { reportFlow, reportPatients } from './section/patients.ts';
import { reportRoc, reportThreshold } from './section/performance.ts';
import { reportProtocol, reportProvenance, reportReferences } from './section/record.ts';
import { reportRecovery } from './section/recovery.ts';
import { reportSummary } from './section/summary.ts';
import { reportHazards, reportResponse, reportSurvival } from './section/survival.ts';

/** The sections, in reading order. */
function sectionsOf(report: Report, figures: Figures): readonly Section[] {
  const sections = [
    reportSummary(report),
    reportFlow(figures),
    reportPatients(report),
    reportRoc(report, figures),
    reportThreshold(report),
    reportCalibration(report, figures),
    reportDecision(report, figures),
    reportSequences(report),
    reportAttention(report, figures),
    reportTraining(report, figures),
    reportSurvival(report, figures),
    reportHazards(report, figures),
    reportResponse(report, figures),
    reportRecovery(report),
    reportProtocol(report),
    reportProvenance(report),
    reportReferences(),
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
