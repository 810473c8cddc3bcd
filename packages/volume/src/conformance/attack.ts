/**
 * One hostile file through everything that reads DICOM, and what came of it.
 *
 * Not exported from the package.
 */
import { convertDicomFolderToNifti } from '../dicom/convert/to-nifti.ts';
import { parseDicom } from '../dicom/parse/file.ts';
import { findText } from '../dicom/parse/value.ts';
import { readDicomFolder } from '../dicom/series/folder.ts';
import { recogniseSequences } from '../dicom/series/recognise.ts';
import { VolumeError } from '../errors.ts';
import { readRtstruct } from '../mask/rtstruct/structures.ts';
import { readSeg, segmentationMask } from '../mask/seg/segmentation.ts';
import { seriesInputs } from './synthetic.ts';

/** `read`, or the code of the refusal. Anything that is no VolumeError is thrown on: it is a fault of ours. */
export type Outcome = string;

const REFERENCE = readDicomFolder(seriesInputs(4)).stacks[0]!;

async function readAll(bytes: Uint8Array): Promise<Outcome> {
  const modality = findText(parseDicom(bytes).dataset, 'Modality');
  if (modality === 'SEG') {
    segmentationMask(await readSeg(bytes), 'lower');
    await readSeg(bytes, { reference: REFERENCE });
    return 'read';
  }
  if (modality === 'RTSTRUCT') {
    readRtstruct(bytes, REFERENCE);
    return 'read';
  }
  const { folder, files, refused } = convertDicomFolderToNifti([{ name: 'a', bytes }], { outName: 'a.nii' });
  recogniseSequences(folder.stacks);
  for (const file of files) await file.read();
  return refused[0]?.code ?? 'read';
}

/**
 * Reads a file in every way.
 *
 * @throws Whatever is not a coded error.
 */
export async function attack(bytes: Uint8Array): Promise<Outcome> {
  try {
    return await readAll(bytes);
  } catch (error) {
    if (error instanceof VolumeError) return error.code;
    throw error;
  }
}
