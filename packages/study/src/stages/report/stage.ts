/**
 * Writes the report: one page for people, its numbers for programs, its figures, and every plotted point.
 *
 * Reads what the stages before left behind, writes `8-report/`. Before anything is written every number is checked
 * against the others; see `consistency.ts`.
 */

import type { Figure } from '@mriscore/evaluation/figure';
import { formatCsv } from '@mriscore/evaluation/table';
import { StudyError } from '../../errors.ts';
import type { InputFile, OutputFiles } from '../../files/declared.ts';
import { formatArtefact, readArtefact } from '../../files/read-json.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { figurePath, NUMBERS_FILE, pointsPath, REPORT_FILE } from './artefact.ts';
import { checkConsistency } from './consistency.ts';
import { evidenceFiles, readEvidence } from './evidence.ts';
import { allFigures, figuresOf } from './figures.ts';
import { formatPage } from './page.ts';
import type { ReportProvenance } from './provenance-summary.ts';
import { provenanceOf } from './provenance-summary.ts';
import { composeReport, numbersOf } from './report.ts';

/** The files of a report: the figures decide the rest. */
function outputsOf(figures: readonly Figure[]): readonly string[] {
  return [
    REPORT_FILE,
    NUMBERS_FILE,
    ...figures.flatMap(({ id }) => [figurePath(id, 'en'), figurePath(id, 'zh')]),
    ...figures.flatMap(({ points }) => points.map(({ id }) => pointsPath(id))),
  ];
}

interface ReportSettings {
  readonly protocol: Protocol;
}

interface ReportFacts {
  readonly provenance: ReportProvenance;
}

type ReportWork = Work<ReportSettings, ReportFacts>;

/** The truth of a simulated study, where the protocol names one. */
async function truthOf({ protocol, files }: PlanContext): Promise<readonly InputFile[]> {
  const { truth } = protocol;
  if (truth === undefined) return [];
  if (await files.exists('data', truth)) return [{ root: 'data', path: truth }];
  const finding = {
    found: `The protocol names the truth file ${truth}, which is not there.`,
    needed: 'A simulated study has its planted values beside its data.',
    remedy: 'Put the file there, or remove the key truth from study.yaml.',
  };
  throw new StudyError('protocol/invalid', finding, { file: truth });
}

async function plan(study: PlanContext): Promise<readonly UnitPlan<ReportFacts>[]> {
  const { protocol, directory, files } = study;
  const truth = await truthOf(study);
  const { members } = await readArtefact<CohortArtefact>(files.study, COHORT_FILE, 'mriscore/cohort/1');
  const patients = members.map(({ patient }) => patient);
  const provenance = await provenanceOf(directory, protocol, patients);
  const sources = { protocol, provenance, study: files.study, data: files.data };
  const figures = figuresOf(composeReport(await readEvidence(sources)));
  const evidence = evidenceFiles(protocol).map((path) => ({ root: 'study' as const, path }));
  return [
    {
      name: 'all',
      inputs: [...evidence, ...truth],
      facts: { provenance },
      outputs: outputsOf(allFigures(figures)),
    },
  ];
}

async function writeFigure(outputs: OutputFiles, drawn: Figure): Promise<void> {
  for (const language of ['en', 'zh'] as const) {
    await outputs.write(figurePath(drawn.id, language), `${drawn.draw(language).markup}\n`);
  }
  for (const { id, header, rows } of drawn.points) {
    await outputs.write(pointsPath(id), formatCsv(header, rows));
  }
}

async function run({ settings, facts, inputs, outputs }: ReportWork): Promise<void> {
  const report = composeReport(await readEvidence({ ...settings, ...facts, ...inputs }));
  checkConsistency(report);
  const figures = figuresOf(report);
  for (const drawn of allFigures(figures)) await writeFigure(outputs, drawn);
  await outputs.write(NUMBERS_FILE, formatArtefact(numbersOf(report)));
  await outputs.write(REPORT_FILE, formatPage(report, figures));
}

/** The last stage: the page a person reads. It prints the whole protocol, so it obeys all of it. */
export const reportStage: Stage<ReportSettings, ReportFacts> = {
  name: 'report',
  does: 'checks every number and writes the report',
  reads: ['data', '2-cohort', '4-encoders', '5-fusion', '6-scores', '7-survival'],
  writes: '8-report',
  parallel: false,
  module: import.meta.url,
  settings: (protocol) => ({ protocol }),
  plan,
  run,
};
