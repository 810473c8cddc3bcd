/**
 * Volumes and masks to files of the format that their name asks for, whole or not at all.
 *
 * Never replaces a file unless told to. Knows nothing of what a volume shows.
 */
import { stat } from 'node:fs/promises';
import { formatMha, formatNifti, formatNrrd, formatSegNrrd, type Mask, type Volume } from '@mriscore/volume';
import { writeAtomic } from '../disk/atomic-write.ts';
import { SCAN_ENDINGS, type ScanEnding, type ScanName, splitScanName } from '../open/kind.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { naming, refuse } from '../refusal.ts';

/** Whether a file may replace one that is there. */
export interface WriteOptions {
  /** Replace files that are there. Default false. */
  readonly force?: boolean;
}

const KNOWN: KnownOptions<WriteOptions> = { force: false };

/**
 * The parts of an output's name.
 *
 * @throws Refusal `scan/unknown-ending` when it asks for no known format.
 */
export function requireScanName(path: string): ScanName {
  const name = splitScanName(path);
  if (name !== undefined) return name;
  return refuse('scan/unknown-ending', {
    found: 'the name asks for no format that is written.',
    needed: `A name that ends in ${SCAN_ENDINGS.join(', ')} is needed.`,
    remedy: 'Correct the name of the output.',
  });
}

/**
 * Refuses outputs that are there already, before anything is written.
 *
 * @throws ScanError `scan/exists` that names them.
 */
export async function requireFree(paths: readonly string[], options: WriteOptions): Promise<void> {
  const taken: string[] = [];
  for (const path of paths) {
    const about = await stat(path).catch(() => undefined);
    if (about !== undefined && (options.force !== true || !about.isFile())) taken.push(path);
  }
  const [first] = taken;
  if (first === undefined) return;
  await naming(first, () =>
    refuse('scan/exists', {
      found:
        taken.length === 1 ? 'it is there already.' : `it and ${taken.length - 1} more are there already.`,
      needed: 'Nothing is replaced unless asked.',
      remedy: 'Choose another name, or add --force.',
      details: { files: taken },
    }),
  );
}

/**
 * A volume in the format of an ending.
 *
 * @param ending Not `.dcm`: images are never written as DICOM. Not `.seg.nrrd`: that is for masks.
 */
export function formatVolume(volume: Volume, ending: ScanEnding): Uint8Array {
  switch (ending) {
    case '.nii':
    case '.nii.gz':
      return formatNifti(volume, { gzip: ending === '.nii.gz' });
    case '.nrrd':
      return formatNrrd(volume);
    case '.mha':
      return formatMha(volume);
    case '.seg.nrrd':
    case '.dcm':
      throw new Error(`no volume is written as ${ending}`);
    default:
      return ending satisfies never;
  }
}

/** A mask in the format of an ending other than `.dcm`. */
export function formatMask(mask: Mask, ending: ScanEnding): Uint8Array {
  return ending === '.seg.nrrd' ? formatSegNrrd([mask]) : formatVolume(mask, ending);
}

/**
 * Writes one file whole or not at all.
 *
 * @throws ScanError `scan/exists`; DiskError when the disk is full or the folder may not be written to.
 */
export async function writeScan(path: string, bytes: Uint8Array, options: WriteOptions = {}): Promise<void> {
  await requireFree([path], options);
  await writeAtomic(path, bytes);
}

/**
 * Writes a text file whole or not at all, as `writeScan` does.
 *
 * @throws ScanError as `writeScan`.
 */
export async function writeText(path: string, text: string, options: WriteOptions = {}): Promise<void> {
  checkOptions(options, KNOWN);
  await writeScan(path, new TextEncoder().encode(text), options);
}
