/**
 * Reads a JSON artefact of an earlier stage and makes sure that it is of the version this code knows.
 */
import { StudyError } from '../errors.ts';
import type { ReadableFiles } from './declared.ts';
import { parseJson } from './parse-json.ts';

/**
 * Reads an artefact.
 *
 * @param schema The value its `schema` member must have, such as `mriscore/series/1`.
 * @throws StudyError `run/input-changed` when it is of another version.
 */
export async function readArtefact<T extends { readonly schema: string }>(
  files: ReadableFiles,
  path: string,
  schema: T['schema'],
): Promise<T> {
  const artefact = parseJson(new TextDecoder().decode(await files.read(path)), path) as T;
  if (artefact.schema === schema) return artefact;
  const finding = {
    found: `${path} is of the form ${String(artefact.schema)}.`,
    needed: `This version reads ${schema}.`,
    remedy: 'Run the study again with this version.',
  };
  throw new StudyError('run/input-changed', finding, { file: path });
}

/** Text of an artefact: two spaces, one newline at the end. */
export function formatArtefact(artefact: { readonly schema: string }): string {
  return `${JSON.stringify(artefact, null, 2)}\n`;
}
