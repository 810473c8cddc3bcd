/**
 * Reads the clinical table of a study from the disk. What its cells mean is decided in `select.ts`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '@mriscore/evaluation/table';
import { parseTable } from '@mriscore/evaluation/table';
import { StudyError } from '../errors.ts';

/**
 * Reads the table of a study.
 *
 * @param directory Folder that the path is relative to.
 * @throws StudyError `table/missing` or `table/malformed`.
 */
export async function readTable(directory: string, file: string): Promise<Table> {
  const text = await readFile(join(directory, file), 'utf8').catch((cause: unknown) => {
    const finding = {
      found: `The table ${file} is not in ${directory}.`,
      needed: 'The protocol names a table with one row a patient.',
      remedy: 'Put the file there, or correct the key table in study.yaml.',
    };
    throw new StudyError('table/missing', finding, { file }, { cause });
  });
  return parseTable(text, file);
}
