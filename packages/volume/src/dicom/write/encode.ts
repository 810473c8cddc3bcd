/**
 * One value to the bytes of its value representation.
 *
 * Text is UTF-8. A value that does not fit its type is refused, never cut.
 */
import { VolumeError } from '../../errors.ts';
import { type DicomAttribute, formatTag } from '../parse/tags.ts';
import { describeVr } from '../parse/vr.ts';
import type { DraftDataset, DraftValue } from './draft.ts';

/** Longest text of a type, in characters of one value. */
const LONGEST: Readonly<Record<string, number>> = {
  AE: 16,
  AS: 4,
  CS: 16,
  DA: 8,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10_240,
  PN: 64,
  SH: 16,
  ST: 1024,
  TM: 14,
  UI: 64,
};

function refuse(attribute: DicomAttribute, found: string): never {
  throw new VolumeError(
    'dicom/not-writable',
    {
      found: `Found ${found} for ${formatTag(attribute.tag)}.`,
      needed: `A value that fits the type ${attribute.vr} is needed.`,
      remedy: 'Shorten or correct the value.',
    },
    { keyword: attribute.keyword },
  );
}

/**
 * A number as a decimal string of at most 16 characters, as close as they allow.
 *
 * @example formatDecimal(1 / 3); // '0.33333333333333'
 */
export function formatDecimal(value: number): string {
  const plain = String(value);
  if (plain.length <= 16) return plain;
  for (let digits = 16; digits > 0; digits--) {
    const fixed = Math.abs(value) < 1e-4 || Math.abs(value) >= 1e15;
    const text = fixed ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return '0';
}

function encodeText(attribute: DicomAttribute, values: readonly (string | number)[]): Uint8Array {
  const longest = LONGEST[attribute.vr];
  const texts = values.map((value) => (typeof value === 'number' ? formatDecimal(value) : value));
  for (const text of texts) {
    if (longest !== undefined && text.length > longest) refuse(attribute, `${text.length} characters`);
    const whole = attribute.vr === 'LT' || attribute.vr === 'ST' || attribute.vr === 'UT';
    if (!whole && text.includes('\\')) refuse(attribute, 'a backslash');
  }
  const bytes = new TextEncoder().encode(texts.join('\\'));
  if (bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1).fill(attribute.vr === 'UI' ? 0 : 0x20);
  padded.set(bytes);
  return padded;
}

/** Array types that hold the numbers of a type. */
const ARRAYS = {
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

const HOST_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function encodeTags(attribute: DicomAttribute, keywordsAsTags: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * keywordsAsTags.length);
  const view = new DataView(bytes.buffer);
  keywordsAsTags.forEach((tag, n) => {
    if (!Number.isInteger(tag)) refuse(attribute, 'no tag');
    view.setUint16(4 * n, Math.floor(tag / 65536), true);
    view.setUint16(4 * n + 2, tag % 65536, true);
  });
  return bytes;
}

function encodeNumbers(attribute: DicomAttribute, values: readonly (string | number)[]): Uint8Array {
  const { numbers, width } = describeVr(attribute.vr);
  const kind = numbers === undefined ? undefined : Object.keys(ARRAYS).find((name) => name === numbers);
  if (kind === undefined) return refuse(attribute, 'a number');
  const array = ARRAYS[kind as keyof typeof ARRAYS].from(values.map(Number));
  const exact = kind === 'f32' || values.every((value, n) => array[n] === value);
  if (!exact) return refuse(attribute, 'a value out of range');
  const bytes = new Uint8Array(array.buffer);
  if (!HOST_LITTLE) for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  return bytes;
}

/** Whether a value is the items of a sequence. */
export function isItems(value: DraftValue): value is readonly DraftDataset[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object');
}

/**
 * Bytes of a value that is no sequence, of even length.
 *
 * @throws VolumeError `dicom/not-writable`.
 */
export function encodeValue(
  attribute: DicomAttribute,
  value: string | number | readonly (string | number)[] | Uint8Array,
): Uint8Array {
  if (value instanceof Uint8Array) {
    if (value.length % 2 === 0) return value;
    const padded = new Uint8Array(value.length + 1);
    padded.set(value);
    return padded;
  }
  const values = typeof value === 'string' || typeof value === 'number' ? [value] : value;
  if (attribute.vr === 'AT') return encodeTags(attribute, values as readonly number[]);
  return describeVr(attribute.vr).text === undefined
    ? encodeNumbers(attribute, values)
    : encodeText(attribute, values);
}
