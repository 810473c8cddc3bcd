/**
 * Archives of packages as npm writes them, for tests.
 */

import { gzipSync } from 'node:zlib';

/** A .tgz of files. */
export function tarballOf(files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [path, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const head = new Uint8Array(512);
    const put = (text: string, at: number): void => head.set(new TextEncoder().encode(text), at);
    put(path, 0);
    put('0000644\0', 100);
    put(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    put('        ', 148);
    put('0', 156);
    put('ustar\0', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(head, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
  }
  return gzipSync(Buffer.concat([...blocks, new Uint8Array(1024)]));
}
