/**
 * `convert`: any scan or mask to another format, with every voxel where it was.
 *
 * Reads what is behind a name and writes one file for each volume. Nothing is resampled, nothing is repaired; what is
 * refused is refused with a code, and a file is written whole or not at all.
 */

import { openScan } from '../open/open.ts';
import { checkOptions } from '../options.ts';
import { masksOf } from '../read/masks.ts';
import { naming } from '../refusal.ts';
import { requireScanName } from '../write/write.ts';
import { CONVERT_OPTIONS, type Conversion, type ConvertOptions } from './conversion.ts';
import { convertImages } from './images.ts';
import { convertMasks } from './masks.ts';

/**
 * Converts a scan or mask.
 *
 * @param input File, folder or zip.
 * @param output Name of the file; its ending says the format. Several volumes become several files, named by series.
 * @returns What was written, and what was refused while other volumes were written.
 * @throws ScanError when nothing was written: `scan/missing`, `scan/unknown-format`, `scan/unknown-ending`,
 *   `scan/exists`, `scan/reference-needed`, `scan/selection`, `scan/not-a-mask`, and every code of the readers and
 *   writers of `@mriscore/volume`.
 * @example
 * (await convertScan('visit1', 'out.nii.gz')).written.map(({ path }) => path); // ['out-s004.nii.gz', 'out-s005.nii.gz']
 */
export async function convertScan(
  input: string,
  output: string,
  options: ConvertOptions = {},
): Promise<Conversion> {
  checkOptions(options, CONVERT_OPTIONS);
  const name = await naming(output, () => requireScanName(output));
  const opened = await naming(input, () => openScan(input));
  const isMask = opened.kind === 'seg' || opened.kind === 'rtstruct' || opened.kind === 'seg.nrrd';
  const toMask = name.ending === '.dcm' || name.ending === '.seg.nrrd';
  if (opened.kind === 'dicom' || !(isMask || toMask)) return convertImages(opened, name, options);
  const rows = name.ending === '.nii' || name.ending === '.nii.gz' ? 'bottom-up' : 'images';
  const masks = await masksOf(opened, {
    rows,
    ...(options.reference === undefined ? {} : { reference: options.reference }),
    ...(options.names === undefined ? {} : { names: options.names }),
    ...(options.overlap === undefined ? {} : { overlap: options.overlap }),
  });
  return convertMasks(masks, name, options);
}
