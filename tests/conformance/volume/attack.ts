/**
 * One hostile file through everything that reads its kind, and what came of it.
 *
 * Not exported from the package.
 */
import { convertDicomFolderToNifti } from '../../../packages/volume/src/convert/to-nifti.ts';
import { parseDicom } from '../../../packages/volume/src/dicom/parse/file.ts';
import { findText } from '../../../packages/volume/src/dicom/parse/value.ts';
import { parseDicomFolder } from '../../../packages/volume/src/dicom/series/folder.ts';
import { recogniseSequences } from '../../../packages/volume/src/dicom/series/recognise.ts';
import { VolumeError } from '../../../packages/volume/src/errors.ts';
import { decodeRtstruct } from '../../../packages/volume/src/mask/rtstruct/structures.ts';
import { decodeSeg, segmentationMask } from '../../../packages/volume/src/mask/seg/segmentation.ts';
import { parseSegNrrd } from '../../../packages/volume/src/mask/seg-nrrd/parse.ts';
import { parseMha } from '../../../packages/volume/src/mha/parse.ts';
import { parseNifti } from '../../../packages/volume/src/nifti/parse.ts';
import { parseNrrdHeader } from '../../../packages/volume/src/nrrd/header.ts';
import { parseNrrd } from '../../../packages/volume/src/nrrd/parse.ts';
import type { Seed } from './seeds.ts';
import { seriesInputs } from './synthetic.ts';

/** `read`, or the code of the refusal. Anything that is no VolumeError is thrown on: it is a fault of ours. */
export type Outcome = string;

const REFERENCE = parseDicomFolder(seriesInputs(4)).stacks[0]!;

async function readAll(bytes: Uint8Array): Promise<Outcome> {
  const modality = findText(parseDicom(bytes).dataset, 'Modality');
  if (modality === 'SEG') {
    segmentationMask(await decodeSeg(bytes), 'lower');
    await decodeSeg(bytes, { reference: REFERENCE });
    return 'read';
  }
  if (modality === 'RTSTRUCT') {
    decodeRtstruct(bytes, REFERENCE);
    return 'read';
  }
  const { folder, files, refused } = convertDicomFolderToNifti([{ name: 'a', bytes }], { outName: 'a.nii' });
  recogniseSequences(folder.stacks);
  for (const file of files) await file.format();
  return refused[0]?.code ?? 'read';
}

/** The readers of files that hold one volume or several masks. */
const READERS = {
  nifti: (bytes: Uint8Array) => parseNifti(bytes, { withoutOrientation: 'assume-ras', frame: 0 }),
  nrrd: (bytes: Uint8Array) =>
    parseNrrdHeader(bytes).pairs.has('Segment0_ID') ? parseSegNrrd(bytes) : parseNrrd(bytes),
  mha: parseMha,
} as const;

/**
 * Reads a file in every way.
 *
 * @param kind Which reader it is for.
 * @throws Whatever is not a coded error.
 */
export async function attack(bytes: Uint8Array, kind: Seed['kind'] = 'dicom'): Promise<Outcome> {
  try {
    if (kind === 'dicom') return await readAll(bytes);
    READERS[kind](bytes);
    return 'read';
  } catch (error) {
    if (error instanceof VolumeError) return error.code;
    throw error;
  }
}
