import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertDicomFolderToNifti } from '../../../packages/volume/src/convert/to-nifti.ts';
import type { DicomInput } from '../../../packages/volume/src/dicom/series/slice.ts';
import { parseNifti } from '../../../packages/volume/src/nifti/parse.ts';
import { hasPeer, runDcm2niix, temporaryFolder } from './peers.ts';
import { enhancedInput, seriesInputs } from './synthetic.ts';

/** Direction cosines of a plane turned about two axes. */
function turned(a: number, b: number): number[] {
  const row = [Math.cos(a), Math.sin(a), 0];
  const column = [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)];
  return [...row, ...column].map((v) => Number(v.toFixed(9)));
}

function stacked(orientation: readonly number[], k: number, step: number): number[] {
  const [a, b, c, d, e, f] = orientation as [number, number, number, number, number, number];
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  return normal.map((v, axis) => Number(([-50, 20, 10][axis]! + v * step * k).toFixed(6)));
}

const PLANES: Readonly<Record<string, readonly number[]>> = {
  axial: [1, 0, 0, 0, 1, 0],
  coronal: [1, 0, 0, 0, 0, -1],
  sagittal: [0, 1, 0, 0, 0, -1],
  oblique: turned(0.3, -0.4),
  'double oblique': turned(-0.7, 1.2),
};

const BASE = { Manufacturer: 'SIEMENS', SeriesDescription: 'x', ProtocolName: 'x' };

function written(inputs: readonly DicomInput[]): string {
  const folder = join(temporaryFolder(), 'in');
  mkdirSync(folder);
  inputs.forEach((input, n) => {
    writeFileSync(join(folder, `${n}.dcm`), input.bytes);
  });
  return folder;
}

async function expectSame(inputs: readonly DicomInput[]): Promise<void> {
  const own = parseNifti(await convertDicomFolderToNifti(inputs).files[0]!.format());
  const peer = parseNifti(readFileSync(runDcm2niix(written(inputs)).find((n) => n.endsWith('.nii'))!));
  expect(own.geometry.size).toEqual(peer.geometry.size);
  own.geometry.indexToLpsMm.forEach((value, at) => {
    expect(Math.abs(value - peer.geometry.indexToLpsMm[at]!)).toBeLessThan(1e-4);
  });
  expect(Array.from(own.data)).toEqual(Array.from(peer.data));
}

describe.skipIf(!hasPeer('dcm2niix'))('synthetic series (needs dcm2niix)', () => {
  for (const [name, orientation] of Object.entries(PLANES)) {
    for (const step of [3, -3]) {
      it(`${name}, slices ${step} mm along the normal, equal dcm2niix's`, async () => {
        await expectSame(
          seriesInputs(5, (k) => ({
            ...BASE,
            ImageOrientationPatient: orientation,
            ImagePositionPatient: stacked(orientation, k, step),
          })),
        );
      });
    }
  }

  it('rescaled values equal dcm2niix', async () => {
    await expectSame(seriesInputs(5, () => ({ ...BASE, RescaleSlope: 0.5, RescaleIntercept: -10 })));
  });

  it('an enhanced file equals dcm2niix', async () => {
    await expectSame([enhancedInput(5)]);
  });
});
