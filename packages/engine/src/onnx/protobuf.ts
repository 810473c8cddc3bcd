/**
 * How protobuf messages are written and walked, byte by byte.
 *
 * Reads and gives bytes. Knows wire types, lengths and field numbers; nothing of ONNX.
 */

import { EngineError } from '../errors.ts';

/** Collects the fields of one message. Large byte arrays are kept by reference until `finish`. */
export interface MessageWriter {
  /** A whole number, also negative (64-bit two's complement). */
  integer(field: number, value: number | bigint): void;
  /** A 32-bit float. */
  float(field: number, value: number): void;
  text(field: number, value: string): void;
  bytes(field: number, value: Uint8Array): void;
  message(field: number, value: MessageWriter): void;
  readonly length: number;
  readonly chunks: readonly Uint8Array[];
  /** All fields as one array. */
  finish(): Uint8Array;
}

const encoder = new TextEncoder();

/** Starts an empty message. */
export function messageWriter(): MessageWriter {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const push = (bytes: Uint8Array): void => {
    chunks.push(bytes);
    length += bytes.length;
  };
  const tagged = (field: number, wireType: number, payload?: bigint): void =>
    push(
      Uint8Array.from([
        ...varint(BigInt((field << 3) | wireType)),
        ...(payload === undefined ? [] : varint(payload)),
      ]),
    );
  return {
    integer: (field, value) => tagged(field, 0, BigInt.asUintN(64, BigInt(value))),
    float: (field, value) => {
      tagged(field, 5);
      push(new Uint8Array(Float32Array.of(value).buffer));
    },
    text(field, value) {
      this.bytes(field, encoder.encode(value));
    },
    bytes: (field, value) => {
      tagged(field, 2, BigInt(value.length));
      push(value);
    },
    message: (field, value) => {
      tagged(field, 2, BigInt(value.length));
      for (const chunk of value.chunks) chunks.push(chunk);
      length += value.length;
    },
    get length() {
      return length;
    },
    chunks,
    finish: () => joined(chunks, length),
  };
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** One field of a message: a number for wire types 0, 1 and 5, a view of the bytes for wire type 2. */
export interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/**
 * Splits a message into its fields, without copying.
 *
 * @param bytes One message, exactly.
 * @throws EngineError `onnx/malformed` when a field runs past the end or has an unknown wire type.
 */
export function fields(bytes: Uint8Array): Field[] {
  const cursor = { bytes, at: 0 };
  const list: Field[] = [];
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor);
    list.push({ number: Number(tag >> 3n), value: readValue(cursor, Number(tag & 7n)) });
  }
  return list;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readValue(cursor: Cursor, wireType: number): bigint | Uint8Array {
  if (wireType === 0) return readVarint(cursor);
  if (wireType === 1) return littleEndian(take(cursor, 8));
  if (wireType === 5) return littleEndian(take(cursor, 4));
  if (wireType !== 2) throw malformed(`a field of wire type ${wireType} at byte ${cursor.at}`);
  const length = readVarint(cursor);
  if (length > BigInt(cursor.bytes.length))
    throw malformed(`a field that claims ${length} bytes at byte ${cursor.at}`);
  return take(cursor, Number(length));
}

function take(cursor: Cursor, length: number): Uint8Array {
  if (cursor.at + length > cursor.bytes.length)
    throw malformed(`a field that ends ${cursor.at + length - cursor.bytes.length} bytes past its message`);
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

/** Reads the numbers of a packed repeated varint field. */
export function packedIntegers(bytes: Uint8Array): bigint[] {
  const cursor = { bytes, at: 0 };
  const list: bigint[] = [];
  while (cursor.at < bytes.length) list.push(readVarint(cursor));
  return list;
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = take(cursor, 1)[0]!;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return BigInt.asIntN(64, value);
  }
  throw malformed(`a number of more than ten bytes at byte ${cursor.at}`);
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function malformed(found: string): EngineError {
  return new EngineError('onnx/malformed', {
    found: `Found ${found}.`,
    needed: 'Needed a whole ONNX model in protobuf encoding.',
    remedy: 'Fetch or export the model again.',
  });
}
