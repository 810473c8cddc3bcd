/**
 * Reads the clinical table of a study from the disk. What its cells mean is decided in `select.ts`.
 */
import { readFile } from 'node:fs/promises';
import type { Table } from '@mriscore/evaluation/table';
import { parseTable } from '@mriscore/evaluation/table';
import { explainSystemError } from '@mriscore/scans/disk';
import { StudyError } from '../errors.ts';
import { inputPath } from '../files/input-path.ts';

/**
 * Reads the table of a study.
 *
 * @param directory Folder that the path is relative to.
 * @param file Relative to it, or absolute.
 * @throws StudyError `table/missing`; DiskError when it may not be read; EvaluationError `table/malformed`.
 * @example
 * (await readStudyTable('my-study', 'clinical.csv')).rows.length; // 610
 */
export async function readStudyTable(directory: string, file: string): Promise<Table> {
  const text = await readFile(inputPath(directory, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw explainSystemError(cause, file);
    const finding = {
      found: `The table ${file} is not in ${directory}.`,
      needed: 'The protocol names a table with one row a patient.',
      remedy: 'Put the file there, or correct the key table in study.yaml.',
    };
    throw new StudyError('table/missing', finding, { file }, { cause });
  });
  return parseTable(text, file);
}

/**
 * The table of a study from its bytes.
 *
 * @param file Name for messages.
 * @throws EvaluationError `table/malformed`.
 */
export function parseStudyTable(bytes: Uint8Array, file: string): Table {
  return parseTable(new TextDecoder().decode(bytes), file);
}
