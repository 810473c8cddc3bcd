/**
 * Raw deflate to bytes, counted: it stops at the bound, whatever the data promise.
 *
 * Source: RFC 1951. Runs the same in Node and in the browser, without a stream.
 */
import { VolumeError } from '../../errors.ts';

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
const WINDOW = 32_768;

/** A canonical Huffman code: how many codes of each length, and the symbols in code order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

interface State {
  readonly input: Uint8Array;
  at: number;
  bits: number;
  bitCount: number;
  output: Uint8Array;
  written: number;
  readonly maximumBytes: number;
}

function refuseDamaged(why: string): never {
  throw new VolumeError('dicom/damaged-deflate', {
    found: `Found deflated data that cannot be: ${why}.`,
    needed: 'A whole deflate stream is needed.',
    remedy: 'Export the file again.',
  });
}

function refuseBomb(maximumBytes: number): never {
  throw new VolumeError(
    'dicom/bomb',
    {
      found: `Found deflated data that grow beyond ${maximumBytes} bytes.`,
      needed: `At most ${maximumBytes} bytes are inflated.`,
      remedy: 'Do not trust this file, or raise maximumBytes when it is genuine.',
    },
    { maximumBytes },
  );
}

function takeBits(s: State, count: number): number {
  while (s.bitCount < count) {
    if (s.at >= s.input.length) refuseDamaged('it ends too early');
    s.bits |= s.input[s.at++]! << s.bitCount;
    s.bitCount += 8;
  }
  const value = s.bits & ((1 << count) - 1);
  s.bits >>>= count;
  s.bitCount -= count;
  return value;
}

function buildCode(lengths: Uint8Array): Code {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const offsets = new Uint16Array(LONGEST_CODE + 2);
  let left = 1;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    left = left * 2 - counts[length]!;
    if (left < 0) refuseDamaged('a Huffman code is over-subscribed');
    offsets[length + 1] = offsets[length]! + counts[length]!;
  }
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[offsets[length]!++] = symbol;
  });
  return { counts, symbols };
}

function takeSymbol(s: State, code: Code): number {
  let value = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    value |= takeBits(s, 1);
    const count = code.counts[length]!;
    if (value - count < first) return code.symbols[index + value - first]!;
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return refuseDamaged('a code stands for nothing');
}

function makeRoom(s: State, count: number): void {
  const needed = s.written + count;
  if (needed > s.maximumBytes) refuseBomb(s.maximumBytes);
  if (needed <= s.output.length) return;
  const grown = new Uint8Array(Math.min(s.maximumBytes, Math.max(needed, s.output.length * 2)));
  grown.set(s.output.subarray(0, s.written));
  s.output = grown;
}

function copyStored(s: State): void {
  s.bits = 0;
  s.bitCount = 0;
  const { input } = s;
  if (s.at + 4 > input.length) refuseDamaged('it ends too early');
  const length = input[s.at]! | (input[s.at + 1]! << 8);
  const check = input[s.at + 2]! | (input[s.at + 3]! << 8);
  if ((length ^ check) !== 0xffff) refuseDamaged('the length of a stored block is damaged');
  s.at += 4;
  if (s.at + length > input.length) refuseDamaged('it ends too early');
  makeRoom(s, length);
  s.output.set(input.subarray(s.at, s.at + length), s.written);
  s.written += length;
  s.at += length;
}

function copyMatch(s: State, symbol: number, distances: Code): void {
  const row = symbol - 257;
  if (row >= LENGTH_BASE.length) refuseDamaged('a length code stands for nothing');
  const length = LENGTH_BASE[row]! + takeBits(s, LENGTH_EXTRA[row]!);
  const distanceRow = takeSymbol(s, distances);
  if (distanceRow > 29) refuseDamaged('a distance code stands for nothing');
  const extra = Math.max(0, (distanceRow >> 1) - 1);
  const base = distanceRow < 2 ? distanceRow + 1 : ((2 + (distanceRow & 1)) << extra) + 1;
  const distance = base + takeBits(s, extra);
  if (distance > s.written || distance > WINDOW) refuseDamaged('a distance reaches before the beginning');
  makeRoom(s, length);
  const { output } = s;
  for (let n = 0; n < length; n++, s.written++) output[s.written] = output[s.written - distance]!;
}

function inflateBlock(s: State, literals: Code, distances: Code): void {
  for (;;) {
    const symbol = takeSymbol(s, literals);
    if (symbol === 256) return;
    if (symbol > 256) {
      copyMatch(s, symbol, distances);
      continue;
    }
    if (s.written >= s.output.length) makeRoom(s, 1);
    s.output[s.written++] = symbol;
  }
}

function fixedCodes(): [Code, Code] {
  const literals = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return [buildCode(literals), buildCode(new Uint8Array(30).fill(5))];
}

function takeCodes(s: State): [Code, Code] {
  const literalCount = takeBits(s, 5) + 257;
  const distanceCount = takeBits(s, 5) + 1;
  const lengthCount = takeBits(s, 4) + 4;
  const lengthLengths = new Uint8Array(19);
  for (let n = 0; n < lengthCount; n++) lengthLengths[CODE_LENGTH_ORDER[n]!] = takeBits(s, 3);
  const lengthCode = buildCode(lengthLengths);
  const lengths = new Uint8Array(literalCount + distanceCount);
  let at = 0;
  while (at < lengths.length) {
    const symbol = takeSymbol(s, lengthCode);
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    if (symbol === 16 && at === 0) refuseDamaged('a repeated length repeats nothing');
    const value = symbol === 16 ? lengths[at - 1]! : 0;
    const repeat =
      symbol === 16 ? 3 + takeBits(s, 2) : symbol === 17 ? 3 + takeBits(s, 3) : 11 + takeBits(s, 7);
    if (at + repeat > lengths.length) refuseDamaged('more code lengths than codes');
    lengths.fill(value, at, at + repeat);
    at += repeat;
  }
  return [buildCode(lengths.subarray(0, literalCount)), buildCode(lengths.subarray(literalCount))];
}

/**
 * Inflates raw deflate data.
 *
 * @param input Deflated bytes; bytes after the last block are ignored, as DICOM pads to an even length.
 * @param maximumBytes Most bytes that may come out.
 * @throws VolumeError `dicom/damaged-deflate`, `dicom/bomb`.
 * @example inflateRaw(new Uint8Array(deflateRawSync('abc')), 1024); // bytes of 'abc'
 */
export function inflateRaw(input: Uint8Array, maximumBytes: number): Uint8Array {
  const room = Math.min(maximumBytes, Math.max(1024, input.length * 4));
  const s: State = {
    input,
    at: 0,
    bits: 0,
    bitCount: 0,
    output: new Uint8Array(room),
    written: 0,
    maximumBytes,
  };
  for (;;) {
    const last = takeBits(s, 1);
    const kind = takeBits(s, 2);
    if (kind === 3) refuseDamaged('a block has an unknown kind');
    if (kind === 0) copyStored(s);
    else {
      const [literals, distances] = kind === 1 ? fixedCodes() : takeCodes(s);
      inflateBlock(s, literals, distances);
    }
    if (last === 1) return s.output.subarray(0, s.written);
  }
}
