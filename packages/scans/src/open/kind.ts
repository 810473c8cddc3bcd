/**
 * Which image format a file name asks for, and which one bytes are in.
 *
 * Names decide what is written, bytes decide what is read. Reads no file.
 */
import { looksLikeDicom, looksLikeZip } from '@mriscore/volume';

/** Endings of the files that are written. `.dcm` is a SEG or an RTSTRUCT: images are never written as DICOM. */
export const SCAN_ENDINGS = ['.nii.gz', '.nii', '.seg.nrrd', '.nrrd', '.mha', '.dcm'] as const;

/** One of the endings. */
export type ScanEnding = (typeof SCAN_ENDINGS)[number];

/** A file name taken apart. */
export interface ScanName {
  /** Everything before the ending, with the folder. */
  readonly stem: string;
  readonly ending: ScanEnding;
}

/**
 * The format that a file name asks for; undefined when its ending is none of `SCAN_ENDINGS`.
 *
 * @example splitScanName('a/mask.seg.nrrd'); // { stem: 'a/mask', ending: '.seg.nrrd' }
 */
export function splitScanName(path: string): ScanName | undefined {
  const lower = path.toLowerCase();
  const ending = SCAN_ENDINGS.find(
    (known) => lower.endsWith(known) && !/[/\\]$/.test(path.slice(0, -known.length)),
  );
  if (ending === undefined || path.length === ending.length) return undefined;
  return { stem: path.slice(0, -ending.length), ending };
}

/** What bytes are, before they are parsed. `gzip` is NIfTI or something else that is packed. */
export type ByteKind = 'dicom' | 'zip' | 'gzip' | 'nifti' | 'nrrd' | 'mha' | 'unknown';

/** Bytes of a file's start that are enough for `kindOfBytes`. */
export const START_BYTES = 1024;

function isNifti(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [348, 540].some((size) => view.getInt32(0, true) === size || view.getInt32(0, false) === size);
}

/**
 * What a file's first bytes say it is. Says nothing of whether it can be read.
 *
 * @param bytes The first `START_BYTES` of a file, or all of it.
 */
export function kindOfBytes(bytes: Uint8Array): ByteKind {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 256));
  if (text.startsWith('NRRD0')) return 'nrrd';
  if (looksLikeZip(bytes)) return 'zip';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (isNifti(bytes)) return 'nifti';
  if (looksLikeDicom(bytes)) return 'dicom';
  return /^\s*(ObjectType|NDims|Comment)\s*=/m.test(text) ? 'mha' : 'unknown';
}
