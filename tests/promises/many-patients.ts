/**
 * A study of very many patients, each with a scan of a few voxels.
 *
 * Usage by hand: node tests/promises/many-patients.ts FOLDER PATIENTS. Writes study.yaml, clinical.csv, images/, masks/.
 */
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVolume, formatNifti } from '@mriscore/volume';
import { stringify } from 'yaml';

const GEOMETRY = {
  size: [8, 8, 4] as const,
  indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0),
};

const PROTOCOL = {
  schema: 'mriscore/protocol/1',
  title: 'Very many patients',
  sequences: { T1c: { file: 'images/{patient}.nii' } },
  mask: { file: 'masks/{patient}.nii', drawnOn: 'T1c' },
  target: { name: 'CPS >= 20', column: 'cps', positive: { atLeast: 20 } },
  cohorts: {
    training: { role: 'training', where: { cohort: 'training' } },
    external: { role: 'external', where: { cohort: 'external' } },
  },
};

/** Writes the study. Scans are links to one file, so that ten thousand take no space. */
export async function writeManyPatients(directory: string, patients: number): Promise<void> {
  await mkdir(join(directory, 'images'), { recursive: true });
  await mkdir(join(directory, 'masks'));
  const scan = Float32Array.from({ length: 256 }, (_, at) => 100 + ((at * 37) % 91));
  const mask = Uint8Array.from({ length: 256 }, (_, at) => (at % 64 === 27 || at % 64 === 28 ? 1 : 0));
  await writeFile(join(directory, 'images/scan'), formatNifti(createVolume(GEOMETRY, scan)));
  await writeFile(join(directory, 'masks/mask'), formatNifti(createVolume(GEOMETRY, mask)));
  const rows = ['patient,cohort,cps'];
  for (let at = 1; at <= patients; at += 1) {
    const patient = `P${String(at).padStart(5, '0')}`;
    await link(join(directory, 'images/scan'), join(directory, `images/${patient}.nii`));
    await link(join(directory, 'masks/mask'), join(directory, `masks/${patient}.nii`));
    rows.push(`${patient},${at % 3 === 0 ? 'external' : 'training'},${at % 7 === 0 ? 30 : 5}`);
  }
  await writeFile(join(directory, 'clinical.csv'), `${rows.join('\n')}\n`);
  await writeFile(join(directory, 'study.yaml'), stringify(PROTOCOL));
}

if (import.meta.main) {
  const [directory = '', patients = '10000'] = process.argv.slice(2);
  await writeManyPatients(directory, Number(patients));
}
