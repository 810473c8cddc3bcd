/**
 * Every bad input gets one message that names the patient, the file, what was found, what was needed and what to do,
 * before any training, and nothing is left half-written.
 */
import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatNifti, parseNifti, type Volume } from '@mriscore/volume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mriscore } from './command.ts';
import type { Scratch } from './small-study.ts';
import {
  filesBelow,
  hashesBelow,
  SMALL_PROTOCOL,
  scratchFolder,
  writeSmallData,
  writeStudy,
} from './small-study.ts';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await scratchFolder();
  await writeSmallData(join(scratch.path, 'data'));
});
afterAll(() => scratch[Symbol.asyncDispose]());

interface BadInput {
  /** True sentence about what happens. */
  readonly name: string;
  /** Spoils the copied data. */
  readonly spoil?: (data: string) => Promise<void>;
  /** The protocol of the study, when it is not the usual one. */
  readonly protocol?: object;
  readonly code: string;
  readonly exit: 10 | 20;
  /** Texts that the message has to hold: patient, file and value. */
  readonly says: readonly (string | RegExp)[];
  /** True when the fault can be seen before any file is read. */
  readonly beforeImages: boolean;
}

const TABLE = 'clinical.csv';
const MASK = 'masks/T003.nii.gz';
const IMAGE = 'images/T003/T1c.nii.gz';

/** Changes the cell of one patient, or of all. */
function cell(column: string, value: string, patient?: string): (data: string) => Promise<void> {
  return async (data) => {
    const [header = '', ...rows] = (await readFile(join(data, TABLE), 'utf8')).trimEnd().split('\n');
    const place = header.split(',').indexOf(column);
    const changed = rows.map((row) => {
      const cells = row.split(',');
      if (patient === undefined || cells[0] === patient) cells[place] = value;
      return cells.join(',');
    });
    await writeFile(join(data, TABLE), `${[header, ...changed].join('\n')}\n`);
  };
}

/** Rewrites an image. */
function volume(file: string, change: (volume: Volume) => Volume): (data: string) => Promise<void> {
  return async (data) => {
    const path = join(data, file);
    await writeFile(path, formatNifti(change(parseNifti(await readFile(path)))));
  };
}

function moved({ geometry, data }: Volume): Volume {
  const indexToLpsMm = Float64Array.from(geometry.indexToLpsMm);
  indexToLpsMm[3] = (indexToLpsMm[3] ?? 0) + 7;
  return { geometry: { size: geometry.size, indexToLpsMm }, data };
}

function withNaN({ geometry, data }: Volume): Volume {
  const voxels = Float32Array.from(data);
  voxels[1000] = Number.NaN;
  return { geometry, data: voxels };
}

const INPUTS: readonly BadInput[] = [
  {
    name: 'a missing file',
    spoil: (data) => rm(join(data, IMAGE)),
    code: 'image/missing',
    exit: 10,
    says: ['T003', IMAGE, 'no such file', 'exclude the patient'],
    beforeImages: false,
  },
  {
    name: 'a mask on another grid',
    spoil: volume(MASK, moved),
    code: 'mask/other-grid',
    exit: 10,
    says: ['T003', MASK, 'shifted by 7.00, 0.00, 0.00 mm', 'grid of T1c', 'Export the mask again'],
    beforeImages: false,
  },
  {
    name: 'an empty mask',
    spoil: volume(MASK, ({ geometry, data }) => ({ geometry, data: new Uint8Array(data.length) })),
    code: 'mask/empty',
    exit: 10,
    says: ['T003', MASK, 'no voxel is above 0', 'Draw the tumour'],
    beforeImages: false,
  },
  {
    name: 'a patient who comes twice',
    spoil: cell('patient', 'T003', 'T004'),
    code: 'table/patient-twice',
    exit: 10,
    says: ['T003', TABLE, 'rows 4 and 5', 'One row a patient', 'Join the rows'],
    beforeImages: true,
  },
  {
    name: 'a patient in two cohorts',
    protocol: {
      ...SMALL_PROTOCOL,
      cohorts: {
        training: { role: 'training', where: { cohort: 'training' } },
        external: { role: 'external', where: { patient: ['E001', 'E002', 'T003'] } },
      },
    },
    code: 'cohort/patient-in-two',
    exit: 10,
    says: ['T003', TABLE, 'training and external', 'one cohort at most', 'study.yaml'],
    beforeImages: true,
  },
  {
    name: 'an unknown column',
    protocol: { ...SMALL_PROTOCOL, target: { ...SMALL_PROTOCOL.target, column: 'pdl1' } },
    code: 'table/unknown-column',
    exit: 10,
    says: ['pdl1', 'target.column', TABLE, 'cps, cps_assay', 'Correct target.column'],
    beforeImages: true,
  },
  {
    name: 'a CPS that is no number',
    spoil: cell('cps', 'high', 'T003'),
    code: 'table/not-a-number',
    exit: 10,
    says: ['T003', TABLE, 'cps is "high"', 'as a number', 'Correct the cell'],
    beforeImages: true,
  },
  {
    name: 'a time that is not positive',
    spoil: cell('pfs_months', '0', 'T003'),
    code: 'table/time-not-positive',
    exit: 10,
    says: ['T003', TABLE, 'pfs_months is "0"', 'above 0, in months', 'Correct the cell'],
    beforeImages: true,
  },
  {
    name: 'an event that is not 0 or 1',
    spoil: cell('pfs_event', 'yes', 'T003'),
    code: 'table/event-not-binary',
    exit: 10,
    says: ['T003', TABLE, 'pfs_event is "yes"', '0 where the patient was censored', 'Correct the cell'],
    beforeImages: true,
  },
  {
    name: 'a training cohort of one class',
    spoil: cell('cps', '35'),
    code: 'cohort/one-class',
    exit: 10,
    says: ['training', TABLE, '10 positive and 0 negative', 'cps', 'each class', 'target.positive'],
    beforeImages: true,
  },
  {
    name: 'an image with NaN',
    spoil: volume(IMAGE, withNaN),
    code: 'image/not-finite',
    exit: 10,
    says: ['T003', IMAGE, '1 voxel', 'finite number', 'Export the image again'],
    beforeImages: false,
  },
  {
    name: 'a truncated .nii.gz',
    spoil: async (data) => {
      const { length } = await readFile(join(data, IMAGE));
      await truncate(join(data, IMAGE), Math.floor(length * 0.7));
    },
    code: 'image/unreadable',
    exit: 10,
    says: ['T003', IMAGE],
    beforeImages: false,
  },
  {
    name: 'an unknown key in the protocol',
    protocol: { ...SMALL_PROTOCOL, encoder: { ...SMALL_PROTOCOL.encoder, epoch: 3 } },
    code: 'protocol/unknown-key',
    exit: 20,
    says: ['epoch at encoder', 'study.yaml', 'epochs (default 10)', 'Correct the spelling'],
    beforeImages: true,
  },
];

async function spoiltStudy(input: BadInput, folder: string): Promise<{ data: string; study: string }> {
  const data = join(folder, 'data');
  const study = join(folder, 'study');
  await cp(join(scratch.path, 'data'), data, { recursive: true });
  await input.spoil?.(data);
  await writeStudy(study, input.protocol);
  return { data, study };
}

describe('a bad input', () => {
  test.each(INPUTS)('$name is refused with one message, and nothing is half-written', async (input) => {
    await using folder = await scratchFolder();
    const { data, study } = await spoiltStudy(input, folder.path);
    const before = await hashesBelow(data);

    const { code, out, err } = await mriscore(['run', study, '--data', data, '--quiet']);

    expect(code, err.join('\n')).toBe(input.exit);
    expect(out).toEqual([]);
    const [named, found, needed, remedy, ...more] = err;
    expect(named).toBe(input.code);
    expect(more, 'one message').toEqual([]);
    for (const sentence of [found, needed, remedy]) expect(sentence).toMatch(/^ {2}\S.*\.$/);
    for (const text of input.says) expect(err.join(' ')).toMatch(text);

    const left = await filesBelow(study);
    expect(left.filter((file) => /^[2-8]-/.test(file))).toEqual([]);
    expect(left.filter((file) => file.includes('.tmp') || file.includes('lock'))).toEqual([]);
    if (input.beforeImages) expect(left).toEqual(['study.yaml']);
    else expect(left).not.toContain('1-series/T003.json');
    expect(await hashesBelow(data), 'inputs are never written to').toEqual(before);
  });

  test('several bad inputs are named together, and mending them is enough to go on', async () => {
    await using folder = await scratchFolder();
    const { data, study } = await spoiltStudy(INPUTS[0] as BadInput, folder.path);
    await rm(join(data, 'masks/E002.nii.gz'));
    const failed = await mriscore(['check', study, '--data', data, '--json']);
    expect(failed.code).toBe(10);
    const last = JSON.parse(failed.out.at(-1) ?? '') as { errors: { code: string; details: object }[] };
    expect(last.errors.map(({ code, details }) => ({ code, ...details }))).toEqual([
      { code: 'image/missing', patient: 'T003', file: IMAGE },
      { code: 'image/missing', patient: 'E002', file: 'masks/E002.nii.gz' },
    ]);

    for (const file of [IMAGE, 'masks/E002.nii.gz']) {
      await cp(join(scratch.path, 'data', file), join(data, file));
    }
    const mended = await mriscore(['check', study, '--data', data, '--quiet']);
    expect(mended.code, mended.err.join('\n')).toBe(0);
    expect(mended.out[0]).toBe('40 rows, 20 patients in 2 cohorts. No problem found.');
  });

  test('a wrong option ends with exit code 2, a folder without a protocol with 20', async () => {
    await using folder = await scratchFolder();
    expect((await mriscore(['run', folder.path, '--treads', '2'])).code).toBe(2);
    expect((await mriscore(['run', folder.path, '--until', 'traim'])).code).toBe(2);
    const { code, err } = await mriscore(['run', folder.path]);
    expect(code).toBe(20);
    expect(err[0]).toBe('protocol/missing');
    expect(await filesBelow(folder.path)).toEqual([]);
  });
});
