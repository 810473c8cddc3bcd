import { describe, expect, test } from 'vitest';
import { VolumeError } from './errors.ts';
import * as volume from './index.ts';
import { checkOptions } from './options.ts';

const WRONG = { misspelt: 1 } as object;
const CREATED = { ...WRONG, created: new Date(0) };
const rng = { uniform: () => 0.5, normal: () => 0, integer: () => 0 };

const inputs = volume.phantomSeries(volume.PHANTOM_PLANES[0]!);
const [stack] = volume.parseDicomFolder(inputs).stacks;
const { geometry } = stack!;
const scan = { geometry: geometry!, data: new Int16Array(2520).map((_, at) => at) };
const mask = volume.createMask({ geometry: geometry!, data: new Uint8Array(2520).fill(1, 700, 900) });
const seg = volume.formatSeg(mask, stack!, { created: new Date(0) });
const rtstruct = volume.formatRtstruct(mask, stack!, { created: new Date(0) });

const CALLS: Readonly<Record<string, () => unknown>> = {
  binaryMask: () => volume.binaryMask(mask, WRONG),
  convertDicomFolderToNifti: () => volume.convertDicomFolderToNifti(inputs, WRONG),
  convertMaskToRtstruct: () => volume.convertMaskToRtstruct(mask, inputs, CREATED),
  convertMaskToSeg: () => volume.convertMaskToSeg(mask, inputs, CREATED),
  convertRtstructToNifti: () => volume.convertRtstructToNifti(rtstruct, inputs, WRONG),
  convertSegToNifti: () => volume.convertSegToNifti(seg, WRONG),
  convertSegToNrrd: () => volume.convertSegToNrrd(seg, 'labels', WRONG),
  decodeRtstruct: () => volume.decodeRtstruct(rtstruct, stack!, WRONG),
  decodeSeg: () => volume.decodeSeg(seg, WRONG),
  decodeStack: () => volume.decodeStack(stack!, WRONG),
  firstOrderFeatures: () => volume.firstOrderFeatures(scan, mask, WRONG),
  formatDicom: () => volume.formatDicom({ SOPClassUID: '1.2', SOPInstanceUID: '1.3' }, WRONG),
  formatMha: () => volume.formatMha(scan, WRONG),
  formatNifti: () => volume.formatNifti(scan, WRONG),
  formatNrrd: () => volume.formatNrrd(scan, WRONG),
  formatRtstruct: () => volume.formatRtstruct(mask, stack!, CREATED),
  formatSeg: () => volume.formatSeg(mask, stack!, CREATED),
  formatSegNrrd: () => volume.formatSegNrrd([mask], WRONG),
  formatStackAsNifti: () => volume.formatStackAsNifti(stack!, WRONG),
  formatUnplacedAsNifti: () => volume.formatUnplacedAsNifti(stack!, WRONG),
  gridWithSpacing: () => volume.gridWithSpacing(geometry!, [1, 1, 1], WRONG),
  measureMask: () => volume.measureMask(mask, WRONG),
  measureOverlap: () => volume.measureOverlap(mask, mask, WRONG),
  n4Correcting: () => volume.n4Correcting(WRONG),
  parseDicom: () => volume.parseDicom(inputs[0]!.bytes, WRONG),
  parseDicomFolder: () => volume.parseDicomFolder(inputs, WRONG),
  'parseDicomFolder, limits': () => volume.parseDicomFolder(inputs, { limits: WRONG }),
  parseMha: () => volume.parseMha(volume.formatMha(scan), WRONG),
  parseNifti: () => volume.parseNifti(volume.formatNifti(scan), WRONG),
  parseNiftiHeader: () => volume.parseNiftiHeader(volume.formatNifti(scan), WRONG),
  parseNrrd: () => volume.parseNrrd(volume.formatNrrd(scan), WRONG),
  parseRtstruct: () => volume.parseRtstruct(rtstruct, WRONG),
  parseSeg: () => volume.parseSeg(seg, WRONG),
  parseSegNrrd: () => volume.parseSegNrrd(volume.formatSegNrrd([mask]), WRONG),
  parseZip: () => volume.parseZip(Uint8Array.of(0x50, 0x4b, 5, 6), WRONG),
  percentileScaling: () => volume.percentileScaling(WRONG),
  peritumouralRing: () => volume.peritumouralRing(mask, { ...WRONG, outerMm: 4 }),
  planAugmentation: () => volume.planAugmentation(WRONG, rng),
  'planAugmentation, one step': () => volume.planAugmentation({ noise: WRONG }, rng),
  planBoxCrop: () => volume.planBoxCrop(mask, WRONG),
  planCrop: () => volume.planCrop(mask, WRONG),
  planN4: () => volume.planN4(scan, WRONG),
  planPercentile: () => volume.planPercentile(scan, WRONG),
  planRegistration: () => volume.planRegistration(scan, scan, WRONG),
  planZScore: () => volume.planZScore(scan, WRONG),
  resample: () => volume.resample(scan, geometry!, WRONG),
  resampleMask: () => volume.resampleMask(mask, geometry!, WRONG),
  resampling: () => volume.resampling(geometry!, WRONG),
  shapeFeatures: () => volume.shapeFeatures(mask, WRONG),
  zScoring: () => volume.zScoring(WRONG),
};

test.each(Object.entries(CALLS))('%s refuses an option that it does not know', async (_name, call) => {
  const cause: unknown = await Promise.resolve()
    .then(call)
    .catch((error: unknown) => error);
  expect(cause).toBeInstanceOf(VolumeError);
  expect(cause).toMatchObject({ code: 'options/unknown-key', details: { option: 'misspelt' } });
  expect((cause as VolumeError).message).toMatch(/^Unknown option misspelt\. Known options: \w/);
});

describe('the message', () => {
  test('lists what is known with the defaults, in the order of the documentation', () => {
    const known = { sizePx: 96, marginMm: 10, sideMm: null, levels: [8, 4] };
    expect(() => checkOptions<object>({ sizePixel: 64 }, known)).toThrow(
      'Unknown option sizePixel. Known options: sizePx (default 96), marginMm (default 10), sideMm, levels (default [8,4]).',
    );
  });

  test('is not given for what every object has, nor for a known name that is left undefined', () => {
    expect(() => checkOptions<object>({}, {})).not.toThrow();
    expect(() => checkOptions<{ a?: number | undefined }>({ a: undefined }, { a: 1 })).not.toThrow();
    expect(() => checkOptions<object>({ toString: 1 }, {})).toThrow('Unknown option toString.');
  });
});
