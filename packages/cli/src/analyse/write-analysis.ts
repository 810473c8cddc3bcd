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
import { explainSystemError, writeAtomic } from '@mriscore/scans/disk';
import { formatArtefact, StudyError, sha256 } from '@mriscore/study';

/** The numbers, in the folder of an analysis. The file also says which other files are the analysis's own. */
export const ANALYSIS_FILE = 'analysis.json';
/** The page. */
export const ANALYSIS_PAGE = 'report.html';

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function readTableBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw explainSystemError(cause, path);
    const finding = {
      found: `There is no table ${path}.`,
      needed: 'A CSV file with a header and one row a patient.',
      remedy: 'Correct the path.',
    };
    throw new StudyError('table/missing', finding, { file: path }, { cause });
  }
}

/**
 * Reads and analyses a table, and checks every number against the others.
 *
 * @param path The table: CSV with a header, separated by comma, semicolon or tab.
 * @throws StudyError `table/missing`; DiskError when it may not be read or is a folder; whatever `analyseTable` throws.
 */
export async function analyseFile(path: string, request: AnalysisRequest): Promise<Analysis> {
  const bytes = await readTableBytes(path);
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

/** Names in a folder; none where it is new. */
async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw explainSystemError(cause, directory);
  }
}

/** What the numbers of an earlier analysis say of its files, or null where they are none. */
async function listedFiles(directory: string): Promise<readonly string[] | null> {
  try {
    const text = await readFile(join(directory, ANALYSIS_FILE), 'utf8');
    const { schema, files } = JSON.parse(text) as { schema?: string; files?: readonly string[] };
    return schema === 'mriscore/analysis/1' ? (files ?? []) : null;
  } catch {
    // Not there, not readable or not JSON: whoever made this folder, it was no analysis.
    return null;
  }
}

/** The files that an earlier analysis left in the folder, or nothing when the folder is new. */
async function earlierFiles(directory: string): Promise<readonly string[]> {
  const there = await namesIn(directory);
  if (there.length === 0) return [];
  const listed = await listedFiles(directory);
  if (listed !== null) return listed;
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
 * @throws StudyError `analysis/folder-in-use` when the folder holds anything else; DiskError when it cannot be written.
 */
export async function writeAnalysis(analysis: Analysis, folder: string): Promise<string> {
  const directory = resolve(folder);
  const earlier = await earlierFiles(directory);
  const figures = analysisFigures(analysis);
  const written = filesOf(Object.values(figures).flat());
  const files = written.map(({ path }) => path);
  for (const path of earlier) {
    if (!OWN_FILE.test(path) || files.includes(path)) continue;
    await rm(join(directory, path), { force: true }).catch((cause: unknown) => {
      throw explainSystemError(cause, join(directory, path));
    });
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
