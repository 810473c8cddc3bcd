/**
 * Writes the report: one page for people, its numbers for programs, its figures, and every plotted point.
 *
 * Reads what the stages before left behind, writes `8-report/`. Before anything is written every number is checked
 * against the others; see `consistency.ts`.
 */

import type { Figure } from '@mriscore/evaluation/figure';
import { formatCsv } from '@mriscore/evaluation/table';
import type { JsonValue } from '../../run/canonical.ts';
import { hashFile } from '../../run/hash.ts';
import { formatArtefact, readArtefact } from '../../run/read-json.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { CohortArtefact } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { figurePath, NUMBERS_FILE, pointsPath, REPORT_FILE } from './artefact.ts';
import { checkConsistency } from './consistency.ts';
import { evidenceFiles, hashTruth, readEvidence } from './evidence.ts';
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

async function plan(study: Study, world: World): Promise<readonly UnitPlan[]> {
  const { protocol, directory } = study;
  const hashes = await Promise.all(evidenceFiles(protocol).map((path) => hashFile(directory, path)));
  const { members } = await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1');
  const patients = members.map(({ patient }) => patient);
  const provenance = await provenanceOf(directory, protocol, patients);
  const figures = figuresOf(composeReport(await readEvidence(study, world, provenance)));
  return [
    {
      name: 'all',
      inputs: [...hashes, ...(await hashTruth(study))],
      options: { protocol, provenance } as unknown as JsonValue,
      outputs: outputsOf(allFigures(figures)),
    },
  ];
}

async function writeFigure(world: World, drawn: Figure): Promise<void> {
  for (const language of ['en', 'zh'] as const) {
    await world.folder.write(figurePath(drawn.id, language), `${drawn.draw(language).markup}\n`);
  }
  for (const { id, header, rows } of drawn.points) {
    await world.folder.write(pointsPath(id), formatCsv(header, rows));
  }
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const { provenance } = unit.options as unknown as { provenance: ReportProvenance };
  const report = composeReport(await readEvidence(study, world, provenance));
  checkConsistency(report);
  const figures = figuresOf(report);
  for (const drawn of allFigures(figures)) await writeFigure(world, drawn);
  await world.folder.write(NUMBERS_FILE, formatArtefact(numbersOf(report)));
  await world.folder.write(REPORT_FILE, formatPage(report, figures));
}

/** The last stage: the page a person reads. */
export const reportStage: Stage = {
  name: 'report',
  does: 'checks every number and writes the report',
  reads: ['2-cohort', '4-encoders', '5-fusion', '6-scores', '7-survival'],
  writes: '8-report',
  code: ['stats/src', 'evaluation/src', 'study/src/stages/report'],
  parallel: false,
  plan,
  run,
};
