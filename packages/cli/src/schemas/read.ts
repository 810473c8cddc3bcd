/**
 * A JSON Schema by its name: of the protocol, of a JSON file or line, or of a row of a table.
 */
import { readFile } from 'node:fs/promises';
import { protocolJsonSchema, StudyError } from '@mriscore/study';
import { JSON_FILES, JSON_LINES, type WrittenKind } from './list.ts';
import { rowSchema, TABLES } from './tables.ts';

const PROTOCOL: WrittenKind = { name: 'protocol', where: 'study.yaml', holds: 'the protocol of a study' };

/** Every schema there is, in the order of the list that a person reads. */
export const SCHEMAS: readonly WrittenKind[] = Object.freeze([
  PROTOCOL,
  ...JSON_FILES,
  ...TABLES,
  ...JSON_LINES,
]);

/**
 * The JSON Schema (draft 2020-12) of a name.
 *
 * @throws StudyError `schema/unknown-name` with the known names.
 * @example
 * (await readSchema('receipt')).title; // 'mriscore receipt'
 */
export async function readSchema(name: string): Promise<Readonly<Record<string, unknown>>> {
  if (name === PROTOCOL.name) return protocolJsonSchema();
  const table = TABLES.find((kind) => kind.name === name);
  if (table !== undefined) return rowSchema(table);
  if ([...JSON_FILES, ...JSON_LINES].some((kind) => kind.name === name)) {
    const text = await readFile(new URL(`./made/${name}.json`, import.meta.url), 'utf8');
    return JSON.parse(text) as Record<string, unknown>;
  }
  throw new StudyError('schema/unknown-name', {
    found: `There is no schema ${name}.`,
    needed: `Schemas: ${SCHEMAS.map((kind) => kind.name).join(', ')}.`,
    remedy: 'Use one of these names; mriscore schema --list says what each is of.',
  });
}
