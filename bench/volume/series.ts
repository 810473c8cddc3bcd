/**
 * Scans and DICOM series of a size that is asked for, made from a real head, for the benches of this folder.
 *
 * Reads the reference data of MRISCORE_SHARED (default ../shared), writes below the folder for temporary files.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGeometry, parseNifti, resample, type Triple, type Volume } from '@mriscore/volume';
import { formatDicom } from '../../packages/volume/src/dicom/write/format.ts';
import { IMAGE, MR_SOP_CLASS } from '../../tests/conformance/volume/synthetic.ts';

const SHARED = process.env.MRISCORE_SHARED ?? '../shared';

/** A real head on a grid of this size that covers it. */
export function head(size: Triple, sequence: 't1' | 't1c' | 't2' = 't1c'): Volume<Int16Array> {
  const scan = parseNifti(readFileSync(join(SHARED, `data/tcga_fg6692/${sequence}.nii.gz`)));
  const m = Float64Array.from(scan.geometry.indexToLpsMm);
  for (const row of [0, 4, 8]) {
    for (const axis of [0, 1, 2]) m[row + axis]! *= (scan.geometry.size[axis]! - 1) / (size[axis]! - 1);
  }
  const { data } = resample(scan, { size, indexToLpsMm: m });
  return { geometry: { size, indexToLpsMm: m }, data: new Int16Array(data.map(Math.round)) };
}

/** An upright copy of a scan, 0.9 mm in the plane, as a series of single images has it. */
function upright(scan: Volume<Int16Array>, sliceMm: number): Volume<Int16Array> {
  return {
    geometry: createGeometry({ size: scan.geometry.size, spacingMm: [0.9, 0.9, sliceMm] }),
    data: scan.data,
  };
}

/** What makes one series of a study differ from another in its headers. */
export interface SeriesLook {
  readonly number: number;
  readonly description: string;
  readonly echoMs: number;
  readonly repetitionMs: number;
  readonly contrast?: string;
}

/** Writes a scan as one DICOM file a slice; gives the folder. */
export function writeSeries(folder: string, scan: Volume<Int16Array>, look: SeriesLook): string {
  mkdirSync(folder, { recursive: true });
  const sliceMm = 180 / scan.geometry.size[2];
  const { geometry, data } = upright(scan, sliceMm);
  const [columns, rows, slices] = geometry.size;
  const series = `1.2.826.0.1.3680043.10.${look.number}`;
  for (let k = 0; k < slices; k += 1) {
    const pixels = data.slice(k * columns * rows, (k + 1) * columns * rows);
    const file = formatDicom({
      ...IMAGE,
      Rows: rows,
      Columns: columns,
      PixelRepresentation: 1,
      SOPClassUID: MR_SOP_CLASS,
      SOPInstanceUID: `${series}.${k + 1}`,
      SeriesInstanceUID: series,
      SeriesNumber: look.number,
      SeriesDescription: look.description,
      InstanceNumber: k + 1,
      ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
      ImagePositionPatient: [-115, -115, -90 + sliceMm * k],
      PixelSpacing: [0.9, 0.9],
      SliceThickness: sliceMm,
      SpacingBetweenSlices: sliceMm,
      EchoTime: look.echoMs,
      RepetitionTime: look.repetitionMs,
      ScanningSequence: 'SE',
      ...(look.contrast === undefined ? {} : { ContrastBolusAgent: look.contrast }),
      PixelData: new Uint8Array(pixels.buffer),
    });
    writeFileSync(join(folder, `${String(k + 1).padStart(4, '0')}.dcm`), file);
  }
  return folder;
}

/** A fresh folder for one bench. */
export function benchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mriscore-bench-volume-'));
}
