import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAbsent, reference } from '../../../packages/volume/src/codes.fixture.ts';
import { convertDicomFolderToNifti } from '../../../packages/volume/src/convert/to-nifti.ts';
import { parseNifti } from '../../../packages/volume/src/nifti/parse.ts';
import type { Volume } from '../../../packages/volume/src/volume.ts';
import { hasPeer, readInputs, runDcm2niix, unpack } from './peers.ts';

const ABSENT = isAbsent('data/dicom');
const NO_PEER = ABSENT || !hasPeer('dcm2niix');

/** Reference folders, and whether they are archives. */
const SERIES = [
  ['data/dicom/decubitus/HFS.tar.gz', 1],
  ['data/dicom/decubitus/HFDL.tar.gz', 1],
  ['data/dicom/ge_nih/mr_0004.tar.gz', 10],
  ['data/dicom/seg_dcmqi/ct-3slice', 1],
  ['data/dicom/seg_dcmqi/23x38x3/image', 1],
  ['data/dicom/rtstruct_rtutils/mock_data', 1],
] as const;

const folderOf = (path: string): string => (path.endsWith('.gz') ? unpack(path) : reference(path));

async function ours(folder: string): Promise<Volume[]> {
  const { files, refused } = convertDicomFolderToNifti(readInputs(folder), { outName: 'out.nii' });
  expect(refused).toEqual([]);
  return Promise.all(files.map(async (file) => parseNifti(await file.format())));
}

function expectSame(own: Volume, peer: Volume): void {
  expect(own.geometry.size).toEqual(peer.geometry.size);
  own.geometry.indexToLpsMm.forEach((value, at) => {
    expect(Math.abs(value - peer.geometry.indexToLpsMm[at]!)).toBeLessThan(1e-4);
  });
  let different = 0;
  own.data.forEach((value, at) => {
    if (value !== peer.data[at]) different++;
  });
  expect(different).toBe(0);
}

describe.skipIf(NO_PEER)(
  'every series of the reference data (needs dcm2niix and the reference folder)',
  () => {
    for (const [path, volumes] of SERIES) {
      it(`${path} has the affine of dcm2niix to 1e-4 and every voxel equal`, async () => {
        const folder = folderOf(path);
        const bytes = readFileSync(runDcm2niix(folder).find((name) => name.endsWith('.nii'))!);
        const own = await ours(folder);
        expect(own).toHaveLength(volumes);
        for (const [frame, volume] of own.entries()) expectSame(volume, parseNifti(bytes, { frame }));
      });
    }
  },
);

describe.skipIf(ABSENT)('stored results of dcm2niix (needs the reference folder)', () => {
  it.each([
    ['data/dicom/decubitus/HFS.tar.gz', 'data/dicom/decubitus/Ref/HFS.nii.gz'],
    ['data/dicom/decubitus/HFDL.tar.gz', 'data/dicom/decubitus/Ref/HFDL.nii.gz'],
    ['data/dicom/ge_nih/mr_0004.tar.gz', 'data/dicom/ge_nih/Ref/mr_0004.nii.gz'],
  ])('%s is %s', async (path, stored) => {
    const own = await ours(folderOf(path));
    const bytes = readFileSync(reference(stored));
    for (const [frame, volume] of own.entries()) expectSame(volume, parseNifti(bytes, { frame }));
  });
});
