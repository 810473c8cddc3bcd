/**
 * A study folder that has been read: its protocol, and who is in it.
 */
import { resolve } from 'node:path';
import { readProtocol } from './protocol/read.ts';
import type { Protocol } from './protocol/schema.ts';
import { readStudyTable } from './table/read.ts';
import type { Selection } from './table/select.ts';
import { selectSubjects } from './table/select.ts';

/** What every stage starts from. */
export interface Study {
  /** Absolute path of the study folder; artefacts are written below it. */
  readonly directory: string;
  /** Absolute path of the folder that table, images and masks are relative to. Never written to. */
  readonly data: string;
  readonly protocol: Protocol;
  readonly selection: Selection;
}

/** Where a study lies. */
export interface StudyLocation {
  readonly directory: string;
  /** Default: the study folder itself. */
  readonly data?: string;
}

/**
 * Reads protocol and table of a study and applies the rules of the one to the other.
 *
 * @throws StudyError `protocol/...`, `table/...` or `cohort/...`, all problems of a kind at once.
 */
export async function openStudy(location: StudyLocation): Promise<Study> {
  const directory = resolve(location.directory);
  const data = resolve(location.data ?? directory);
  const protocol = await readProtocol(directory);
  const selection = selectSubjects(await readStudyTable(data, protocol.table), protocol);
  return { directory, data, protocol, selection };
}
