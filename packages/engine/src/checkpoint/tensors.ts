/**
 * Named tensors as bytes in the safetensors layout: a header length, a JSON header, the numbers.
 *
 * Reads and gives bytes; the caller touches the disk. Every length is checked before anything is allocated.
 *
 * @see https://huggingface.co/docs/safetensors
 */

import { EngineError, type EngineErrorCode } from '../errors.ts';
import { elements } from '../graph/shape.ts';
import type { State, StateTensor } from '../program/state.ts';

/** Tensors and the header's text entries. */
export interface TensorFile {
  readonly state: State;
  readonly texts: Readonly<Record<string, string>>;
}

/** A header may be this long and no longer; real ones are far below. */
const LONGEST_HEADER = 64 * 1024 * 1024;

/**
 * Formats tensors as float32 safetensors.
 *
 * @param state Named tensors, written in their order.
 * @param texts Entries of the header's `__metadata__`.
 */
export function formatTensors(state: State, texts: Readonly<Record<string, string>>): Uint8Array {
  let at = 0;
  const header: Record<string, unknown> = { __metadata__: texts };
  for (const [name, { shape, data }] of state) {
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + data.byteLength] };
    at += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + at).fill(32, 8, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  let start = 8 + length;
  for (const { data } of state.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
    start += data.byteLength;
  }
  return bytes;
}

/**
 * Parses safetensors bytes. float32, float16, bfloat16 and float64 become float32; integer tensors are left out.
 *
 * @param bytes A whole file.
 * @param area Prefix of the error codes: `checkpoint` or `weights`.
 * @throws EngineError `checkpoint/truncated`, `checkpoint/malformed` or `weights/malformed`.
 */
export function parseTensors(bytes: Uint8Array, area: 'checkpoint' | 'weights' = 'checkpoint'): TensorFile {
  const refuse = (what: 'truncated' | 'malformed', found: string): never => {
    const code: EngineErrorCode = area === 'weights' ? 'weights/malformed' : `checkpoint/${what}`;
    throw new EngineError(code, {
      found: `Found ${found}.`,
      needed: 'Needed a whole file in the safetensors layout.',
      remedy: area === 'weights' ? 'Fetch or export the file again.' : 'Use the previous checkpoint.',
    });
  };
  if (bytes.length < 8) refuse('truncated', `${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LONGEST_HEADER) refuse('malformed', `a header that claims ${length} bytes`);
  const start = 8 + Number(length);
  if (start > bytes.length) refuse('truncated', `a header of ${length} bytes in a file of ${bytes.length}`);
  const { entries, texts } = parseHeader(bytes.subarray(8, start), refuse);
  const body = bytes.subarray(start);
  checkCover(entries, body.length, refuse);
  const state = new Map<string, StateTensor>();
  for (const entry of entries) {
    const data = numbers(entry, body);
    if (data) state.set(entry.name, { shape: entry.shape, data });
  }
  return { state, texts };
}

type Refuse = (what: 'truncated' | 'malformed', found: string) => never;

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

const BYTES: Readonly<Record<string, number>> = Object.freeze({
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
});

function parseHeader(bytes: Uint8Array, refuse: Refuse): { entries: Entry[]; texts: Record<string, string> } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse('malformed', 'a header that is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    refuse('malformed', 'a header that is not an object');
  const { __metadata__: texts = {}, ...rest } = header as Record<string, unknown>;
  if (
    typeof texts !== 'object' ||
    texts === null ||
    Object.values(texts).some((text) => typeof text !== 'string')
  )
    refuse('malformed', 'metadata that are not texts');
  const entries = Object.entries(rest).map(([name, value]) => parseEntry(name, value, refuse));
  return { entries, texts: texts as Record<string, string> };
}

function parseEntry(name: string, value: unknown, refuse: Refuse): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  const whole = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((item) => Number.isSafeInteger(item) && item >= 0);
  if (
    typeof dtype !== 'string' ||
    BYTES[dtype] === undefined ||
    !whole(shape) ||
    !whole(offsets) ||
    offsets.length !== 2
  )
    return refuse('malformed', `the entry ${name} without a known type, shape and offsets`);
  const [start, end] = offsets as [number, number];
  if (end - start !== elements(shape) * BYTES[dtype]!)
    refuse('malformed', `${end - start} bytes for ${name} of shape [${shape.join(', ')}] and type ${dtype}`);
  return { name, dtype, shape, start, end };
}

/** Entries must cover the body exactly, without gaps or overlaps. */
function checkCover(entries: readonly Entry[], length: number, refuse: Refuse): void {
  let at = 0;
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at) refuse('malformed', `the tensor ${name} at byte ${start} where byte ${at} follows`);
    at = end;
  }
  if (at > length) refuse('truncated', `${length} bytes of numbers where the header speaks of ${at}`);
  if (at < length) refuse('malformed', `${length - at} bytes behind the last tensor`);
}

function numbers({ dtype, start, end }: Entry, body: Uint8Array): Float32Array | undefined {
  if (!['F64', 'F32', 'F16', 'BF16'].includes(dtype)) return undefined;
  // A copy in its own buffer: `slice` of a Node Buffer would be a view of the whole file.
  const buffer = Uint8Array.from(body.subarray(start, end)).buffer;
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(buffer));
  const words = new Uint16Array(buffer);
  return Float32Array.from(words, dtype === 'F16' ? fromHalf : fromBrainFloat);
}

function fromBrainFloat(word: number): number {
  return new Float32Array(Uint32Array.of(word << 16).buffer)[0]!;
}

function fromHalf(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(word >> 10) & 31, word & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
