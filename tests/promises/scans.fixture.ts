/**
 * Scans on the disk for the tests of the volume commands: made series, and those of the reference folder.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DicomInput, PHANTOM_PLANES, phantomSeries } from '@mriscore/volume';

const SHARED = process.env.MRISCORE_SHARED ?? '../shared';

/** Path of a reference file or folder, such as `dicom/seg_dcmqi/liver.dcm`. */
export const shared = (path: string): string => join(SHARED, 'data', path);

/** Whether the reference folder is absent: what needs it is then counted as skipped. */
export const ABSENT = !existsSync(shared('dicom'));

/** A fresh folder. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'mriscore-scans-'));

/** Writes files into a folder of their own and gives its path. */
export function written(inputs: readonly DicomInput[]): string {
  const folder = join(freshFolder(), 'series');
  mkdirSync(folder);
  for (const { name, bytes } of inputs) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** A made series of 9 slices: axial unless another plane is asked for. */
export const phantom = (plane = 0): DicomInput[] => phantomSeries(PHANTOM_PLANES[plane]!);

/** Unpacks an archive of the reference folder. */
export function unpacked(archive: string): string {
  const folder = freshFolder();
  execFileSync('tar', ['xzf', shared(archive), '-C', folder]);
  return folder;
}

/** What is in a folder, sorted. */
export const filesIn = (folder: string): string[] => readdirSync(folder).sort();

/** The bytes of a DICOM file with its transfer syntax replaced by another UID of at most the same length. */
export function withSyntax(bytes: Uint8Array, uid: string): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('1.2.840.10008.1.2');
  const end = copy.indexOf(0, at);
  copy.fill(0, at, end);
  copy.write(uid.slice(0, end - at), at, 'latin1');
  return copy;
}
