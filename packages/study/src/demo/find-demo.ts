/**
 * Whose folder it is that a demo shall be written to: nobody's, a demo's, or a study of the user's own.
 *
 * Reads the names in the folder and the first lines of protocol and table. Writes nothing.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainSystemError, onDisk, TEMPORARY_NAME } from '@mriscore/scans/disk';
import { StudyError } from '../errors.ts';
import { readProtocol } from '../protocol/read.ts';
import { PROTOCOL_FILE } from '../protocol/yaml.ts';

/** First line of the study.yaml of a demo, by which it is known again. */
export const DEMO_HEAD = '# Made by mriscore demo. Every key is explained in docs/reference/protocol.md.\n';

const TABLE = 'clinical.csv';
/** What the simulation writes before the protocol, so a demo that was stopped leaves these and no protocol. */
const OWN_NAMES = ['images', 'masks', TABLE, 'clinical.dictionary.json', 'truth.json'];
const OWN_TABLE = 'patient,centre,cohort,age_years,sex,subsite';

/** A demo that is there. */
export interface FoundDemo {
  /** As `mriscore demo` gave it, with the number of patients. */
  readonly title: string;
  readonly seed: number;
}

function inUse(directory: string, what: string): StudyError {
  const finding = {
    found: `The folder ${directory} holds ${what}, which mriscore demo did not make.`,
    needed: 'A demo goes into a folder of its own, which need not exist.',
    remedy: `Name another folder with --out. A study of your own is run with: mriscore run ${directory}.`,
  };
  return new StudyError('demo/folder-in-use', finding, { file: directory });
}

/**
 * The demo in a folder.
 *
 * @param directory The folder that is to become the demo; it need not exist.
 * @returns undefined when a demo can be written there: the folder is new, empty, or left by a demo that was stopped.
 * @throws StudyError `demo/folder-in-use` when it holds anything else, such as a study of the user's own.
 * @example
 * (await findDemo('demo'))?.title; // 'Reference cohort of 320 simulated patients'
 */
export async function findDemo(directory: string): Promise<FoundDemo | undefined> {
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [] as string[];
    throw explainSystemError(cause, directory);
  });
  const startOf = async (name: string): Promise<string> =>
    names.includes(name) ? await onDisk(readFile(join(directory, name), 'utf8')) : '';
  if (names.includes(PROTOCOL_FILE)) {
    if (!(await startOf(PROTOCOL_FILE)).startsWith(DEMO_HEAD)) throw inUse(directory, 'a study');
    const { title, seeds } = await readProtocol(directory);
    return { title, seed: seeds.split };
  }
  const foreign = names.find((name) => !OWN_NAMES.includes(name) && !TEMPORARY_NAME.test(name));
  if (foreign !== undefined) throw inUse(directory, foreign);
  if (names.includes(TABLE) && !(await startOf(TABLE)).startsWith(OWN_TABLE)) throw inUse(directory, TABLE);
  return undefined;
}
