/**
 * Brings a large file to the disk, going on where an earlier attempt was cut, and proves that it is the right one.
 *
 * Writes `PATH.part` and, beside it, which address it is of. The file gets its name when length and hash hold.
 */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  explainSystemError,
  finishGrowing,
  type GrowingFile,
  grownBytes,
  onDisk,
  openGrowing,
  writeAtomic,
} from '@mriscore/scans/disk';
import { exitCodeOf, isCoded, StudyError } from '../errors.ts';
import { type HttpAnswer, offline, request } from './request.ts';
import type { Pin } from './sources.ts';

/** How a download goes on. */
export interface DownloadOptions {
  /** What the bytes must be. */
  readonly pin: Pin;
  /** Called after each piece; the whole length is null until the server says it. */
  readonly onProgress?: (bytes: number, whole: number | null) => void;
  readonly signal?: AbortSignal;
  /** Attempts without a new byte before giving up. Default 4. */
  readonly attempts?: number;
  /** Wait before the second attempt, doubled for each that follows, in ms. Default 500. */
  readonly waitMs?: number;
  /** Longest silence of the server, in ms. Default 30 000. */
  readonly silenceMs?: number;
}

/** A file that has arrived. */
export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
  readonly checkedAgainst: 'registry' | 'hub' | 'nothing';
  /** Commit that the hub named. */
  readonly commit: string | null;
}

interface Course {
  readonly url: string;
  readonly path: string;
  readonly options: DownloadOptions;
}

/** What servers said of the file. */
interface Said {
  whole: number | null;
  sha256: string | undefined;
  commit: string | undefined;
}

/**
 * Downloads a file.
 *
 * @param url From where; redirects are followed.
 * @param path The finished file; folders are made.
 * @throws StudyError `weights/offline` or `weights/cut-short` (try again: what arrived is kept), `weights/not-there`,
 *   `weights/wrong-hash` (what arrived is deleted), `run/stopped`, `disk/no-space`.
 */
export async function download(url: string, path: string, options: DownloadOptions): Promise<Downloaded> {
  const course = { url, path, options };
  const said: Said = { whole: null, sha256: undefined, commit: undefined };
  await startOverUnlessSame(course);
  try {
    await bring(course, said);
  } finally {
    if ((await grownBytes(partPath(path))) === 0) await forget(path);
  }
  return await prove(course, said);
}

function partPath(path: string): string {
  return `${path}.part`;
}

/** Removes a part and the note beside it. */
async function forget(path: string): Promise<void> {
  await onDisk(rm(partPath(path), { force: true }));
  await onDisk(rm(`${partPath(path)}.json`, { force: true }));
}

/** Throws away a part of another file: the note beside it names the address and the expected hash. */
async function startOverUnlessSame({ url, path, options: { pin } }: Course): Promise<void> {
  const note = `${partPath(path)}.json`;
  const mine = `${JSON.stringify({ url, pin })}\n`;
  if ((await readFile(note, 'utf8').catch(() => '')) === mine) return;
  await onDisk(rm(partPath(path), { force: true }));
  await writeAtomic(note, mine);
}

async function bring(course: Course, said: Said): Promise<void> {
  const { attempts = 4, waitMs = 500 } = course.options;
  await using part = await openGrowing(partPath(course.path));
  for (let failed = 0; ; ) {
    const before = part.bytes;
    try {
      await continueOnce(course, part, said);
      return;
    } catch (cause) {
      stopIfAsked(course.options.signal);
      const again = isCoded(cause) && exitCodeOf(cause) === 75 && cause.code !== 'disk/no-space';
      failed = part.bytes > before ? 1 : failed + 1;
      if (!again || failed >= attempts) throw cause;
      await pause(waitMs * 2 ** (failed - 1));
    }
  }
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new StudyError('run/stopped', {
    found: 'The download was asked to stop.',
    needed: 'Nothing: what has arrived is kept.',
    remedy: 'Run the same command again to go on.',
  });
}

/** One request for what is missing. */
async function continueOnce(course: Course, part: GrowingFile, said: Said): Promise<void> {
  const { url, options } = course;
  const { silenceMs = 30_000, signal } = options;
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const signals = signal === undefined ? silence.signal : AbortSignal.any([silence.signal, signal]);
  try {
    const headers: Record<string, string> = part.bytes > 0 ? { range: `bytes=${part.bytes}-` } : {};
    const answer = await request(url, { headers, signal: signals });
    await takeHeaders(answer, { part, said, pin: options.pin });
    if (answer.response.status === 416 || answer.response.body === null) return;
    for await (const piece of answer.response.body) {
      await part.append(piece as Uint8Array);
      options.onProgress?.(part.bytes, said.whole);
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
    }
  } catch (cause) {
    throw isCoded(cause) ? cause : offline(url, cause);
  } finally {
    clearTimeout(timer);
  }
  if (said.whole !== null && part.bytes < said.whole) throw cutShort(url, part.bytes, said.whole);
}

/** Learns the length, and starts over when the server sends the whole file or the part is no beginning of it. */
async function takeHeaders(
  answer: HttpAnswer,
  { part, said, pin }: { part: GrowingFile; said: Said; pin: Pin },
): Promise<void> {
  const { response, sha256, bytes, commit } = answer;
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  const length = response.headers.get('content-length');
  said.sha256 = sha256 ?? said.sha256;
  said.commit = commit ?? said.commit;
  // Two halves are only put together when a hash will show that they belong together.
  const provable = (pin.sha256 ?? pin.integrity ?? said.sha256) !== undefined;
  const goesOn = provable && response.status === 206 && range !== null && Number(range[1]) === part.bytes;
  if (response.status === 206 && !goesOn) {
    await part.empty();
    await response.body?.cancel();
    throw offline(response.url, new Error('the rest alone cannot be proved, so the whole file is asked for'));
  }
  if (response.status === 416) return await settleUnsatisfiable(response, part, said);
  if (!goesOn && part.bytes > 0) await part.empty();
  said.whole = goesOn ? Number(range[2]) : length === null ? (bytes ?? null) : Number(length);
}

/** A range behind the end: either everything has arrived, or the part is of a longer file and is thrown away. */
async function settleUnsatisfiable(response: Response, part: GrowingFile, said: Said): Promise<void> {
  const whole = Number(
    /^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN,
  );
  await response.body?.cancel();
  if (whole === part.bytes) {
    said.whole = whole;
    return;
  }
  await part.empty();
  throw offline(response.url, new Error('the part of an earlier attempt is not of this file'));
}

function cutShort(url: string, bytes: number, whole: number): StudyError {
  const finding = {
    found: `Of ${url} ${bytes} of ${whole} bytes arrived.`,
    needed: 'The whole file.',
    remedy: 'Run the same command again: it goes on where this one was cut.',
  };
  return new StudyError('weights/cut-short', finding, { url });
}

interface Digests {
  readonly sha256: string;
  readonly integrity: string;
  readonly bytes: number;
}

/**
 * Length and hashes of a file, read in pieces.
 *
 * @throws DiskError when it may not be read.
 */
export async function digestsOf(path: string): Promise<Digests> {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')];
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path)) {
      bytes += (piece as Buffer).length;
      sha256.update(piece as Buffer);
      sha512.update(piece as Buffer);
    }
  } catch (cause) {
    throw explainSystemError(cause, path);
  }
  return { sha256: sha256.digest('hex'), integrity: `sha512-${sha512.digest('base64')}`, bytes };
}

/**
 * Whether bytes are those that were expected.
 *
 * @returns undefined when they are, else the sentence that says how they differ.
 */
export function mismatch({ sha256, integrity, bytes }: Digests, pin: Pin): string | undefined {
  if (pin.bytes !== undefined && pin.bytes !== bytes) return `${bytes} bytes and not ${pin.bytes}`;
  if (pin.sha256 !== undefined && pin.sha256 !== sha256) return `SHA-256 ${sha256} and not ${pin.sha256}`;
  if (pin.integrity !== undefined && pin.integrity !== integrity)
    return `${integrity} and not ${pin.integrity}`;
  return undefined;
}

async function prove({ url, path, options: { pin } }: Course, said: Said): Promise<Downloaded> {
  const part = partPath(path);
  const digests = await digestsOf(part);
  const pinned = pin.sha256 !== undefined || pin.integrity !== undefined;
  const hub: Pin = said.sha256 === undefined ? {} : { sha256: said.sha256 };
  const wrong = mismatch(digests, pin) ?? mismatch(digests, hub);
  if (wrong !== undefined) {
    await forget(path);
    throw wrongHash(`What arrived from ${url} has ${wrong}.`, url);
  }
  await finishGrowing(part, path);
  await forget(path);
  const checkedAgainst = pinned ? 'registry' : said.sha256 === undefined ? 'nothing' : 'hub';
  return { bytes: digests.bytes, sha256: digests.sha256, checkedAgainst, commit: said.commit ?? null };
}

/** What to say when bytes are not those that were expected. */
export function wrongHash(found: string, file: string): StudyError {
  const finding = {
    found,
    needed: 'The file that this program knows, byte for byte.',
    remedy: 'It was not used. Fetch it again, from another endpoint if that does not help.',
  };
  return new StudyError('weights/wrong-hash', finding, { file });
}
