/**
 * Names bytes by their SHA-256, in memory or on disk.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file and what was in it. The path is relative to the study folder, with forward slashes. */
export interface FileHash {
  readonly path: string;
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Length in bytes. */
  readonly bytes: number;
}

/** SHA-256 of bytes or UTF-8 text, as 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * SHA-256 of a file, read in pieces.
 *
 * @param directory The study folder.
 * @param path Relative to it.
 * @throws the error of the file system when the file cannot be read.
 */
export async function hashFile(directory: string, path: string): Promise<FileHash> {
  const digest = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(resolve(directory, path)), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      digest.update(chunk);
    }
  });
  return { path, sha256: digest.digest('hex'), bytes };
}
