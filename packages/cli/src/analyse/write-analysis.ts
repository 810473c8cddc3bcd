/**
 * From a table on the disk to a folder with report, numbers, figures and points.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Analysis, AnalysisRequest } from '@mriscore/evaluation';
import { analyseTable, numbersOfAnalysis } from '@mriscore/evaluation';
import type { Figure } from '@mriscore/evaluation/figure';
import { checkAnalysis } from '@mriscore/evaluation/gate';
import { analysisFigures, formatAnalysisPage } from '@mriscore/evaluation/page';
import { formatCsv, parseTable } from '@mriscore/evaluation/table';
import { writeAtomic } from '@mriscore/scans/disk';
import { formatArtefact, StudyError, sha256 } from '@mriscore/study';

/** The numbers, in the folder of an analysis. The file also says which other files are the analysis's own. */
export const ANALYSIS_FILE = 'analysis.json';
/** The page. */
export const ANALYSIS_PAGE = 'report.html';

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * Reads and analyses a table, and checks every number against the others.
 *
 * @param path The table: CSV with a header, separated by comma, semicolon or tab.
 * @throws StudyError `table/missing` and whatever `analyseTable` throws.
 */
export async function analyseFile(path: string, request: AnalysisRequest): Promise<Analysis> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const finding = {
      found: `The table ${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      needed: 'A CSV file with a header and one row a patient.',
      remedy: 'Correct the path.',
    };
    throw new StudyError('table/missing', finding, { file: path }, { cause });
  });
  const table = parseTable(new TextDecoder().decode(bytes), basename(path));
  const analysis = analyseTable(table, request, { sha256: sha256(bytes), mriscore: await ownVersion() });
  checkAnalysis(analysis);
  return analysis;
}

function filesOf(figures: readonly Figure[]): readonly { readonly path: string; readonly text: string }[] {
  return figures.flatMap((drawn) => [
    { path: `figures/${drawn.id}.svg`, text: `${drawn.draw('en').markup}\n` },
    { path: `figures/${drawn.id}.zh.svg`, text: `${drawn.draw('zh').markup}\n` },
    ...drawn.points.map(({ id, header, rows }) => ({
      path: `points/${id}.csv`,
      text: formatCsv(header, rows),
    })),
  ]);
}

/** The files that an earlier analysis left in the folder, or nothing when the folder is new. */
async function earlierFiles(directory: string): Promise<readonly string[]> {
  const there = await readdir(directory).catch(() => []);
  if (there.length === 0) return [];
  const text = await readFile(join(directory, ANALYSIS_FILE), 'utf8').catch(() => '{}');
  const { schema, files } = JSON.parse(text) as { schema?: string; files?: readonly string[] };
  if (schema === 'mriscore/analysis/1') return files ?? [];
  const finding = {
    found: `The folder ${directory} holds ${there.length} files that no analysis left there.`,
    needed: 'An analysis writes into a new folder, or over an earlier analysis.',
    remedy: 'Name another folder with --out.',
  };
  throw new StudyError('analysis/folder-in-use', finding, { file: directory });
}

const OWN_FILE = /^(figures|points)\/[a-z0-9.-]+\.(svg|csv)$/;

/**
 * Writes an analysis: `report.html`, `analysis.json`, `figures/` (SVG, both languages) and `points/` (CSV).
 *
 * Figures of an earlier analysis in the same folder are removed.
 *
 * @returns Absolute path of the page.
 * @throws StudyError `analysis/folder-in-use` when the folder holds anything else, `disk/no-space`.
 */
export async function writeAnalysis(analysis: Analysis, folder: string): Promise<string> {
  const directory = resolve(folder);
  const earlier = await earlierFiles(directory);
  const figures = analysisFigures(analysis);
  const written = filesOf(Object.values(figures).flat());
  const files = written.map(({ path }) => path);
  for (const path of earlier) {
    if (OWN_FILE.test(path) && !files.includes(path)) await rm(join(directory, path), { force: true });
  }
  await writeAtomic(
    join(directory, ANALYSIS_FILE),
    formatArtefact({ ...numbersOfAnalysis(analysis), files } as { schema: string }),
  );
  for (const { path, text } of written) await writeAtomic(join(directory, path), text);
  const page = join(directory, ANALYSIS_PAGE);
  await writeAtomic(page, formatAnalysisPage(analysis, figures));
  return page;
}
