/**
 * Seeds of the mutation test beside those of DICOM: small NIfTI, NRRD, segmentation and MetaImage files, and real files.
 *
 * Made here, or read from the reference data where they are. Not exported from the package.
 */
import { readFileSync } from 'node:fs';
import { isAbsent, reference } from '../../../packages/volume/src/codes.fixture.ts';
import { createGeometry, createVolume } from '../../../packages/volume/src/geometry/geometry.ts';
import { createMask } from '../../../packages/volume/src/mask/labels/mask.ts';
import { formatSegNrrd } from '../../../packages/volume/src/mask/seg-nrrd/format.ts';
import { formatMha } from '../../../packages/volume/src/mha/format.ts';
import { formatNifti } from '../../../packages/volume/src/nifti/format.ts';
import { formatNrrd } from '../../../packages/volume/src/nrrd/format.ts';
import type { Seed } from './seeds.ts';

/** Real files small enough to be damaged many times a second, below the folder of reference data. */
const REAL = [
  'data/dicom/pydicom_data/emri_small.dcm',
  'data/dicom/pydicom_data/emri_small_RLE.dcm',
  'data/dicom/seg_highdicom/seg_image_ct_binary.dcm',
  'data/dicom/seg_dcmqi/23x38x3/image/IMG0001.dcm',
  'data/dicom/seg_dcmqi/23x38x3/seg/label.seg',
  'data/dicom/seg_dcmqi/23x38x3/nrrd/label.nrrd',
  'data/dicom/rtstruct_rtutils/mock_data/rt.dcm',
] as const;

const GEOMETRY = createGeometry({ size: [5, 4, 3], spacingMm: [1, 2, 3] });

function madeSeeds(): Seed[] {
  const values = Array.from({ length: 60 }, (_, at) => (at * 7) % 120);
  const scan = createVolume(GEOMETRY, Int16Array.from(values));
  const real = createVolume(GEOMETRY, Float32Array.from(values));
  const mask = createMask(
    createVolume(
      GEOMETRY,
      Uint8Array.from(values, (v) => v % 3),
    ),
  );
  return [
    { name: 'NIfTI', kind: 'nifti', bytes: formatNifti(scan, { gzip: false }) },
    { name: 'NIfTI, real numbers', kind: 'nifti', bytes: formatNifti(real, { gzip: false }) },
    { name: 'NIfTI, compressed', kind: 'nifti', bytes: formatNifti(scan, { gzip: true }) },
    { name: 'NRRD', kind: 'nrrd', bytes: formatNrrd(scan, { gzip: false }) },
    { name: 'NRRD, compressed', kind: 'nrrd', bytes: formatNrrd(real, { gzip: true }) },
    { name: 'segmentation in NRRD', kind: 'nrrd', bytes: formatSegNrrd([mask], { gzip: false }) },
    { name: 'MetaImage', kind: 'mha', bytes: formatMha(scan) },
  ];
}

function kindOf(path: string): 'nrrd' | 'dicom' {
  return path.endsWith('.nrrd') ? 'nrrd' : 'dicom';
}

/** Every seed that is no synthetic DICOM file. Real ones are left out where MRISCORE_SHARED has no data. */
export function seedsOfVolumes(): Seed[] {
  const real = REAL.filter((path) => !isAbsent(path)).map((path) => ({
    name: path,
    kind: kindOf(path),
    bytes: Uint8Array.from(readFileSync(reference(path))),
  }));
  return [...madeSeeds(), ...real];
}
