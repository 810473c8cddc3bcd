/**
 * The pixels of a plain PNG (8 bits, red green blue, not interlaced), for tests.
 *
 * @see W3C, Portable Network Graphics, second edition, section 9
 */

import { inflateSync } from 'node:zlib';

/** An image: height x width x 3 values from 0 to 255. */
export interface Rgb {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

function predict(kind: number, [left, up, corner]: readonly [number, number, number]): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Reads the image. */
export function readRgb(bytes: Buffer): Rgb {
  const parts: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    if (kind === 'IHDR') [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
    if (kind === 'IDAT') parts.push(body);
  }
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * 3;
  const data = new Uint8Array(height * row);
  const at = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : data[y * row + x]!);
  for (let y = 0; y < height; y++) {
    const kind = raw[y * (row + 1)]!;
    for (let x = 0; x < row; x++) {
      const guess = predict(kind, [at(x - 3, y), at(x, y - 1), at(x - 3, y - 1)]);
      data[y * row + x] = raw[y * (row + 1) + 1 + x]! + guess;
    }
  }
  return { width, height, data };
}
