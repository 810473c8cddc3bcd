import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVolume, formatNifti, type Volume } from '@mriscore/volume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minimalProtocol } from '../protocol/minimal.fixture.ts';
import { anyFileBelow, fillPattern, imageSource, patientImages } from './paths.ts';
import {
  explainFile,
  type ImageSource,
  readImage,
  readTumourMask,
  requireMaskOnImage,
  withSource,
} from './read.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'images-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

/** A volume of 4 x 3 x 2 voxels at 1 x 2 x 5 mm. */
function volume(values: Float32Array | Uint8Array, shiftMm = 0): Volume {
  const indexToLpsMm = Float64Array.of(1, 0, 0, shiftMm, 0, 2, 0, 0, 0, 0, 5, 0);
  return createVolume({ size: [4, 3, 2], indexToLpsMm }, values);
}

function source(file: string, what = 'T1'): ImageSource {
  return { patient: 'P007', what, path: join(data, file), file };
}

async function write(file: string, content: Volume | Uint8Array): Promise<ImageSource> {
  const bytes = content instanceof Uint8Array ? content : formatNifti(content);
  await writeFile(join(data, file), bytes);
  return source(file);
}

describe('readImage', () => {
  test('gives the voxels where they lie', async () => {
    const values = Float32Array.from({ length: 24 }, (_, index) => index / 2);
    const image = await readImage(await write('good.nii.gz', volume(values, 3)));
    expect([...image.data]).toEqual([...values]);
    expect(image.geometry.indexToLpsMm[3]).toBe(3);
  });

  test('names patient, sequence and file of one that is missing, and how to allow that', async () => {
    const missing = readImage(source('none.nii.gz', 'T2'));
    await expect(missing).rejects.toMatchObject({
      code: 'image/missing',
      details: { patient: 'P007', file: 'none.nii.gz' },
    });
    await expect(missing).rejects.toThrow('Patient P007, T2 (none.nii.gz): there is no such file.');
    await expect(missing).rejects.toThrow('sequences.T2.mayMiss: true');
  });

  test('reads a file at an absolute path, wherever the data folder is', async () => {
    const { file } = await write('elsewhere.nii.gz', volume(new Uint8Array(24)));
    const sequences = { T1: { file: join(data, file), mayMiss: false } };
    const images = patientImages({ sequences, mask: minimalProtocol().mask }, 'P007');
    const image = await readImage(imageSource(images, 'T1', anyFileBelow('/nowhere')));
    expect(image.geometry.size).toEqual([4, 3, 2]);
  });

  test('names patient, sequence and file of what the disk refuses, and keeps its code', async () => {
    await mkdir(join(data, 'folder.nii.gz'));
    await symlink('loop.nii', join(data, 'loop.nii'));
    const details = (file: string): object => ({ details: { patient: 'P007', file } });
    const folder = readImage(source('folder.nii.gz'));
    await expect(folder).rejects.toMatchObject({ code: 'disk/is-a-folder', ...details('folder.nii.gz') });
    await expect(folder).rejects.toThrow('Patient P007, T1 (folder.nii.gz): it is a folder. ');
    const loop = readTumourMask(source('loop.nii', 'mask'), undefined);
    await expect(loop).rejects.toMatchObject({ code: 'disk/circular-link', ...details('loop.nii') });
  });

  test('a refusal that may be gone at the next try can be told by its code', () => {
    const cause = Object.assign(new Error('EMFILE: too many open files'), {
      code: 'EMFILE',
      syscall: 'open',
    });
    const error = explainFile(source('a.nii'), 'image/unreadable', cause);
    expect(error).toMatchObject({ code: 'disk/too-many-open-files', exitCode: 75 });
  });

  test.each([Number.NaN, Infinity])('counts voxels that are %f and gives the first index', async (value) => {
    const values = new Float32Array(24);
    values[5] = value;
    values[23] = value;
    const image = await write('spoilt.nii', volume(values));
    await expect(readImage(image)).rejects.toMatchObject({ code: 'image/not-finite' });
    await expect(readImage(image)).rejects.toThrow(
      '2 voxels are not finite numbers, the first at index 1, 1, 0.',
    );
  });

  test.each([
    ['an empty file', () => new Uint8Array(0)],
    ['a text', () => new TextEncoder().encode('not a scan at all')],
    ['a header alone', (whole: Uint8Array) => whole.subarray(0, 352)],
    ['a file cut short', (whole: Uint8Array) => whole.subarray(0, whole.length - 1)],
  ])('refuses %s and keeps the cause', async (_, spoil) => {
    const whole = formatNifti(volume(new Float32Array(24)), { gzip: false });
    const image = await write('cut.nii', spoil(whole));
    await expect(readImage(image)).rejects.toMatchObject({
      code: 'image/unreadable',
      exitCode: 10,
      cause: { name: 'VolumeError' },
    });
    await expect(readImage(image)).rejects.toThrow(/^Patient P007, T1 \(cut\.nii\): /);
  });
});

describe('readTumourMask', () => {
  const labels = Uint8Array.from({ length: 24 }, (_, index) => [0, 1, 2][index % 3] ?? 0);

  test('takes every voxel above 0, or one label alone', async () => {
    const mask = await write('mask.nii.gz', volume(labels));
    expect((await readTumourMask(mask, undefined)).voxels).toBe(16);
    const second = await readTumourMask(mask, 2);
    expect(second.voxels).toBe(8);
    expect(new Set(second.data)).toEqual(new Set([0, 1]));
  });

  test('refuses a mask without tumour and says which label was looked for', async () => {
    const mask = await write('mask.nii.gz', volume(labels));
    await expect(readTumourMask(mask, 7)).rejects.toMatchObject({ code: 'mask/empty' });
    await expect(readTumourMask(mask, 7)).rejects.toThrow('no voxel is equal to 7.');
  });

  test('lies on the grid of its image, or the difference is named', async () => {
    const mask = await readTumourMask(await write('mask.nii.gz', volume(labels)), undefined);
    const image = volume(new Float32Array(24));
    expect(() =>
      requireMaskOnImage(source('mask.nii.gz', 'mask'), { mask, image, drawnOn: 'T1' }),
    ).not.toThrow();
    const moved = volume(new Float32Array(24), 2);
    expect(() =>
      requireMaskOnImage(source('mask.nii.gz', 'mask'), { mask, image: moved, drawnOn: 'T1' }),
    ).toThrow(/2\.00, 0\.00, 0\.00 mm/);
  });
});

test('withSource says whose image a step refused and leaves other faults alone', () => {
  const fault = new TypeError('a fault of the program');
  const throwing = (cause: unknown) => () => {
    throw cause;
  };
  expect(() => withSource(source('x.nii'), throwing(fault))).toThrow(fault);
  expect(() =>
    withSource(source('x.nii'), () =>
      createVolume({ size: [1, 1, 1], indexToLpsMm: new Float64Array(12) }, new Uint8Array(1)),
    ),
  ).toThrow(expect.objectContaining({ code: 'image/unusable' }));
});

test('patterns name the files of a patient', () => {
  expect(fillPattern('{patient}/{patient}_T1.nii', 'P1')).toBe('P1/P1_T1.nii');
  const { sequences, mask } = patientImages(minimalProtocol(), 'P1');
  expect(Object.entries(sequences).map(([name, { file }]) => [name, file])).toEqual([
    ['T1', 'P1/T1.nii'],
    ['T2', 'P1/T2.nii'],
  ]);
  expect(mask.file).toBe('P1/mask.nii');
});
