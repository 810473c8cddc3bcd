/**
 * The smallest study that is still a study: simulated patients on a coarse grid, one or two sequences, small crops.
 *
 * Writes below a folder of the test's own. Knows nothing of commands.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import type { ProtocolInput } from '@mriscore/study';
import { stringify } from 'yaml';
import { writeReferenceCohort } from '../../packages/simulation/src/index.ts';

/** Ten training patients and ten of another centre; T1 and T1c; two slices of 32 pixels. */
export const SMALL_PROTOCOL: ProtocolInput = {
  schema: 'mriscore/protocol/1',
  title: 'A small study of simulated patients',
  sequences: {
    T1: { file: 'images/{patient}/T1.nii.gz', mayMiss: true },
    T1c: { file: 'images/{patient}/T1c.nii.gz' },
  },
  mask: { file: 'masks/{patient}.nii.gz', drawnOn: 'T1c' },
  target: { name: 'CPS >= 20', column: 'cps', positive: { atLeast: 20 } },
  cohorts: {
    training: { role: 'training', where: { cohort: 'training' } },
    external: { role: 'external', where: { cohort: 'external' } },
  },
  preprocessing: { crop: { sizePx: 32, marginMm: 5, slices: [0, -1] } },
  encoder: { network: 'resnet101', epochs: 2, batch: 4 },
  fusion: { width: 16, heads: 2, feedForward: 32, epochs: 3 },
  endpoints: [{ name: 'PFS', time: 'pfs_months', event: 'pfs_event' }],
};

/** A folder that is removed when it is disposed. */
export interface Scratch extends AsyncDisposable {
  readonly path: string;
}

/** Makes an empty folder for a test. */
export async function scratchFolder(): Promise<Scratch> {
  const path = await mkdtemp(join(tmpdir(), 'mriscore-promise-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Writes the data of the small study: 40 patients, of whom every one has T1c.
 *
 * @param directory Receives images/, masks/ and clinical.csv.
 */
export async function writeSmallData(directory: string): Promise<void> {
  await writeReferenceCohort({ directory, patients: 40, seed: 2, sizeVoxel: [32, 32, 6] }, writeAtomic);
  const patients = await readdir(join(directory, 'images'));
  for (const patient of patients) await completeT1c(directory, patient);
}

/** A patient whom the simulation left without T1c gets that of the first patient, and its mask. */
async function completeT1c(directory: string, patient: string): Promise<void> {
  const files = await readdir(join(directory, 'images', patient));
  if (files.includes('T1c.nii.gz')) return;
  const [giver = ''] = await readdir(join(directory, 'images'));
  await cp(join(directory, 'images', giver, 'T1c.nii.gz'), join(directory, 'images', patient, 'T1c.nii.gz'));
  await cp(join(directory, 'masks', `${giver}.nii.gz`), join(directory, 'masks', `${patient}.nii.gz`));
}

/** Writes a protocol into a new study folder. */
export async function writeStudy(directory: string, protocol: object = SMALL_PROTOCOL): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'study.yaml'), stringify(protocol));
}

/** Every file below a folder, relative to it, with forward slashes, sorted. */
export async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Path -> SHA-256 of every file below a folder that passes a filter. */
export async function hashesBelow(
  directory: string,
  wanted: (file: string) => boolean = () => true,
): Promise<Readonly<Record<string, string>>> {
  const files = (await filesBelow(directory)).filter(wanted);
  const hash = async (file: string): Promise<string> =>
    createHash('sha256')
      .update(await readFile(join(directory, file)))
      .digest('hex');
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await hash(file)] as const)));
}

/** True for whatever a stage writes; receipts and the log carry times and differ from run to run. */
export function isArtefact(file: string): boolean {
  return /^[1-8]-/.test(file);
}
