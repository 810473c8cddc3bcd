/**
 * The page of an analysis: the sections of a study's report that a table of scores can fill.
 */

import type { Analysis } from '../analyse/analysis.ts';
import type { AnalysisFigures } from './figures.ts';
import type { Section } from './parts.ts';
import { adjustedSection, treatmentSection } from './section/adjusted.ts';
import { dataSection } from './section/data.ts';
import { classificationSection, discriminationSection } from './section/discrimination.ts';
import { recordSection, referencesSection } from './section/record.ts';
import { calibrationSection, decisionSection } from './section/risk.ts';
import { summarySection } from './section/summary.ts';
import { concordanceSection, hazardsSection, survivalSection } from './section/survival.ts';
import { framePage } from './shell.ts';

/** The page as text. The same analysis gives the same bytes. */
export function formatAnalysisPage(analysis: Analysis, figures: AnalysisFigures): string {
  const sections = [
    summarySection(analysis),
    dataSection(analysis),
    discriminationSection(analysis, figures),
    classificationSection(analysis),
    calibrationSection(analysis, figures),
    decisionSection(analysis, figures),
    survivalSection(analysis, figures),
    hazardsSection(analysis, figures),
    concordanceSection(analysis),
    adjustedSection(analysis),
    treatmentSection(analysis),
    recordSection(analysis),
    referencesSection(),
  ];
  const { options, table, mriscore } = analysis;
  return framePage({
    title: `${options.score} in ${table.file}`,
    sections: sections.filter((section): section is Section => section !== null),
    mriscore,
  });
}
