import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatNifti, PHANTOM_PLANES, phantomSeries, VolumeError } from '@mriscore/volume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiskError } from './disk/errors.ts';
import { ScanError } from './errors.ts';
import * as scans from './index.ts';
import { naming, Refusal, refuse } from './refusal.ts';

const WORDS = { found: 'it is odd.', needed: 'An even one.', remedy: 'Add one.' };

describe('naming', () => {
  test('gives a refusal the name of the file, and of the part that is meant', async () => {
    const whole = naming('a.nii', () => refuse('scan/none', WORDS));
    await expect(whole).rejects.toMatchObject({
      code: 'scan/none',
      finding: { found: 'a.nii: it is odd.' },
      details: { file: 'a.nii' },
    });
    const part = naming('visit', () => refuse('scan/none', { ...WORDS, part: ['s001'], details: { n: 1 } }));
    await expect(part).rejects.toMatchObject({
      finding: { found: 'visit, s001: it is odd.' },
      details: { file: 'visit, s001', n: 1 },
    });
  });

  test('keeps the code and the details of a VolumeError, and says whose file it was', async () => {
    const cause = new VolumeError('mask/empty', { ...WORDS, found: 'Found none.' }, { labels: [1] });
    const refused = naming('m.nii', () => Promise.reject(cause));
    await expect(refused).rejects.toMatchObject({
      code: 'mask/empty',
      finding: { found: 'm.nii: Found none.' },
      details: { file: 'm.nii', labels: [1] },
      cause,
    });
  });

  test('says of a system error which file below the input was meant', async () => {
    const cause = (path?: string): Error =>
      Object.assign(new Error('EIO'), {
        code: 'EIO',
        syscall: 'read',
        ...(path === undefined ? {} : { path }),
      });
    const below = naming('visit', () => Promise.reject(cause('visit/05.dcm')));
    await expect(below).rejects.toMatchObject({
      code: 'disk/input-output',
      details: { file: 'visit/05.dcm' },
    });
    const itself = naming('visit', () => Promise.reject(cause()));
    await expect(itself).rejects.toMatchObject({ code: 'disk/input-output', details: { file: 'visit' } });
  });

  test('gives what a step gives, and leaves faults of the program as they are', async () => {
    expect(await naming('a', () => 7)).toBe(7);
    const fault = new TypeError('broken');
    await expect(naming('a', () => Promise.reject(fault))).rejects.toBe(fault);
  });
});

let folder: string;
let at: (name: string) => string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refusal-'));
  at = (name) => join(folder, name);
  const slices = phantomSeries(PHANTOM_PLANES[0]!);
  const { geometry, data } = (await scans.readVolume(await put('one.dcm', slices[0]!.bytes))).volume;
  await put('image.nii', formatNifti({ geometry, data }, { gzip: false }));
  await put(
    'mask.nii',
    formatNifti({ geometry, data: new Uint8Array(data.length).fill(1) }, { gzip: false }),
  );
  await put('empty.nii', formatNifti({ geometry, data: new Uint8Array(data.length) }, { gzip: false }));
  await put('cut.nii', formatNifti({ geometry, data }, { gzip: false }).subarray(0, 400));
  await put('cut.dcm', slices[0]!.bytes.subarray(0, 700));
  await put('notes.txt', 'hello');
  await put('there.nii', 'mine');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, bytes: Uint8Array | string): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

type Case = readonly [what: string, call: () => Promise<unknown>, file: string, code: string];

const CASES: readonly Case[] = [
  ['reads a cut file', () => scans.readVolume(at('cut.nii')), 'cut.nii', 'nifti/truncated'],
  ['reads notes', () => scans.readVolume(at('notes.txt')), 'notes.txt', 'scan/unknown-format'],
  ['reads a cut DICOM file', () => scans.readAnyScan(at('cut.dcm')), 'cut.dcm', 'dicom/truncated'],
  ['reads an image as a mask', () => scans.readMasks(at('image.nii')), 'image.nii', 'mask/not-labels'],
  ['reads a folder as a mask', () => scans.readAnyMask(at('one.dcm')), 'one.dcm', 'scan/not-a-mask'],
  ['lists nothing', () => scans.listSeries(at('nowhere')), 'nowhere', 'scan/missing'],
  ['proves a cut file', () => scans.proveConversion(at('cut.dcm')), 'cut.dcm', 'dicom/truncated'],
  ['converts a cut file', () => scans.convertScan(at('cut.nii'), at('o.nii')), 'cut.nii', 'nifti/truncated'],
  [
    'converts to nothing',
    () => scans.convertScan(at('image.nii'), at('o.png')),
    'o.png',
    'scan/unknown-ending',
  ],
  [
    'converts onto a file',
    () => scans.convertScan(at('image.nii'), at('there.nii')),
    'there.nii',
    'scan/exists',
  ],
  [
    'converts with a reference that is none',
    () => scans.convertScan(at('mask.nii'), at('o.dcm'), { reference: at('notes.txt') }),
    'notes.txt',
    'scan/none',
  ],
  [
    'converts without a reference',
    () => scans.convertScan(at('mask.nii'), at('o.dcm')),
    'mask.nii',
    'scan/reference-needed',
  ],
  [
    'registers onto a cut file',
    () => scans.registerScans({ fixed: at('cut.nii'), moving: at('image.nii'), out: at('o.nii') }),
    'cut.nii',
    'nifti/truncated',
  ],
  [
    'registers by a transform that is none',
    () =>
      scans.registerScans(
        { fixed: at('image.nii'), moving: at('image.nii'), out: at('o.nii') },
        { apply: at('notes.txt') },
      ),
    'notes.txt',
    'transform/not-transform',
  ],
  [
    'corrects within a mask that is none',
    () => scans.correctScan(at('image.nii'), at('o.nii'), { mask: at('cut.nii') }),
    'cut.nii',
    'nifti/truncated',
  ],
  [
    'corrects too little',
    () => scans.correctScan(at('mask.nii'), at('o.nii')),
    'mask.nii',
    'normalise/constant',
  ],
  [
    'measures nothing',
    () => scans.measureRegions(at('image.nii'), at('empty.nii')),
    'empty.nii',
    'mask/empty',
  ],
  [
    'measures a label that is not there',
    () => scans.measureRegions(at('image.nii'), at('mask.nii'), { label: '7' }),
    'mask.nii',
    'mask/unknown-label',
  ],
  [
    'writes into a file',
    () => scans.writeText(join(at('there.nii'), 'x'), 'text'),
    'there.nii/x',
    'disk/not-a-folder',
  ],
];

describe('a public function that', () => {
  test.each(CASES)('%s names that file, once', async (_what, call, file, code) => {
    const cause: unknown = await call().catch((error: unknown) => error);
    expect(cause).toMatchObject({ code, details: { file: join(folder, file) } });
    const { message } = cause as Error;
    expect(message.split(join(folder, file)).length - 1).toBe(1);
    expect(cause instanceof ScanError || cause instanceof DiskError).toBe(true);
    const below = (cause as Error).cause;
    expect(below instanceof ScanError || below instanceof DiskError).toBe(false);
    if (below instanceof Refusal || below instanceof VolumeError) expect(below.cause).toBeUndefined();
  });
});
