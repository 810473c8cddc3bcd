/**
 * The files behind a name: one file, every file below a folder, or every file in a zip archive.
 *
 * Reads the disk and decodes nothing. Of a file that is no DICOM inside a folder only the start is read, so that a
 * stray video costs nothing. Follows links once and never leaves a loop open. Names no file: `naming` does.
 */
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type DicomInput, looksLikeDicom, parseZip } from '@mriscore/volume';
import { refuse } from '../refusal.ts';
import { kindOfBytes, START_BYTES } from './kind.ts';

/** What is behind a name. `single` is false for folders and archives. */
export interface ScanInputs {
  readonly path: string;
  readonly single: boolean;
  readonly files: readonly DicomInput[];
}

/** Most files below a folder; a mistaken `/` must not fill the memory. */
const MOST_FILES = 200_000;
/** Files that are open at once, far below any limit of a system. */
const AT_ONCE = 16;

type FileKind = 'file' | 'folder' | 'other';

async function kindOf(path: string): Promise<FileKind> {
  const about = await stat(path);
  if (about.isDirectory()) return 'folder';
  return about.isFile() ? 'file' : 'other';
}

/** What an entry of a folder is. A hidden link that leads nowhere, such as the lock of an editor, is no image. */
async function kindOfEntry(path: string): Promise<FileKind> {
  try {
    return await kindOf(path);
  } catch (cause) {
    if (basename(path).startsWith('.') && (cause as NodeJS.ErrnoException).code === 'ENOENT') return 'other';
    throw cause;
  }
}

async function listFiles(folder: string, seen: Set<string>, found: string[]): Promise<void> {
  const own = await realpath(folder);
  if (seen.has(own)) return;
  seen.add(own);
  for (const entry of (await readdir(folder)).sort()) {
    const path = join(folder, entry);
    const kind = await kindOfEntry(path);
    if (kind === 'folder') await listFiles(path, seen, found);
    else if (kind === 'file') found.push(path);
    if (found.length > MOST_FILES) {
      refuse('scan/too-many-files', {
        found: `it holds more than ${MOST_FILES} files.`,
        needed: 'The folder of one patient or series is needed.',
        remedy: 'Give a folder further down.',
      });
    }
  }
}

/** The whole file when it is DICOM, else its start. */
async function readDicomOrStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const start = new Uint8Array(START_BYTES);
    const { bytesRead } = await file.read(start, 0, START_BYTES, 0);
    const known = start.subarray(0, bytesRead);
    return bytesRead < START_BYTES || !looksLikeDicom(known) ? known : await file.readFile();
  } finally {
    await file.close();
  }
}

async function readFolder(folder: string): Promise<DicomInput[]> {
  const paths: string[] = [];
  await listFiles(folder, new Set(), paths);
  const inputs: DicomInput[] = [];
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    const part = paths.slice(from, from + AT_ONCE);
    const bytes = await Promise.all(part.map(readDicomOrStart));
    inputs.push(...part.map((path, n) => ({ name: relative(folder, path), bytes: bytes[n]! })));
  }
  return inputs;
}

async function kindOfInput(path: string): Promise<FileKind> {
  try {
    return await kindOf(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return refuse('scan/missing', {
      found: 'there is no such file or folder.',
      needed: 'A scan, a mask, a DICOM folder or a zip archive is needed.',
      remedy: 'Correct the path.',
    });
  }
}

/**
 * Reads what is behind a name.
 *
 * @param path A file, a folder or a zip archive.
 * @throws Refusal `scan/missing`, `scan/too-many-files`; the `zip/` codes of a damaged archive; system errors.
 * @example (await readInputs('visit1')).files.length; // 612
 */
export async function readInputs(path: string): Promise<ScanInputs> {
  if ((await kindOfInput(path)) === 'folder') return { path, single: false, files: await readFolder(path) };
  const bytes = await readFile(path);
  if (kindOfBytes(bytes) === 'zip') return { path, single: false, files: parseZip(bytes) };
  return { path, single: true, files: [{ name: path, bytes }] };
}
