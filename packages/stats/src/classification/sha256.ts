/**
 * Which rows a number was learnt from, as 64 hexadecimal digits.
 *
 * Reads bytes or columns, gives their SHA-256, at once and also in a browser. Knows no file.
 */
import type { Numbers } from '../columns.ts';

/** The first 32 bits of the fractional part of a root, as FIPS 180-4 defines its constants. */
function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((p) => n % p !== 0)) primes.push(n);
  }
  return primes;
}

const ROUND_CONSTANTS = Int32Array.from(firstPrimes(64), (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(firstPrimes(8), (p) => fraction(Math.sqrt(p)));

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Message, a one bit, zeros, and the length in bits, in whole blocks of 64 bytes. */
function pad(message: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(padded.length - 4, (message.length * 8) >>> 0);
  return view;
}

function expandBlock(view: DataView, offset: number, schedule: Int32Array): void {
  for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(offset + 4 * t);
  for (let t = 16; t < 64; t++) {
    const early = schedule[t - 15]!;
    const late = schedule[t - 2]!;
    const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[t] = (schedule[t - 16]! + small + schedule[t - 7]! + large) | 0;
  }
}

function mixBlock(state: Int32Array, schedule: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const sumE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sumE + choice + ROUND_CONSTANTS[t]! + schedule[t]!) | 0;
    const sumA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sumA + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i]! + word) | 0;
  });
}

/**
 * SHA-256 of bytes.
 *
 * @param message The bytes.
 * @returns 64 hexadecimal digits.
 * @example
 * sha256(new TextEncoder().encode('abc')); // ba7816bf...
 * @see FIPS 180-4.
 */
export function sha256Hex(message: Uint8Array): string {
  const view = pad(message);
  const state = START.slice();
  const schedule = new Int32Array(64);
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    expandBlock(view, offset, schedule);
    mixBlock(state, schedule);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/**
 * SHA-256 of the rows of a table, the same whatever the order of the patients.
 *
 * Rows are sorted by the first column, then the second, and so on; the number of columns and rows and then each row are
 * written as little-endian doubles.
 *
 * @param columns Columns of equal length; put the one with most distinct values first.
 */
export function hashRows(columns: readonly Numbers[]): string {
  const n = columns[0]?.length ?? 0;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => {
    for (const column of columns) {
      const difference = column[a]! - column[b]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const view = new DataView(new ArrayBuffer(8 * (2 + n * columns.length)));
  view.setFloat64(0, columns.length, true);
  view.setFloat64(8, n, true);
  let at = 16;
  for (const row of order) {
    for (const column of columns) {
      view.setFloat64(at, column[row]! + 0, true);
      at += 8;
    }
  }
  return sha256Hex(new Uint8Array(view.buffer));
}
