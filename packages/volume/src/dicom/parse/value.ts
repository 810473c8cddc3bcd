/**
 * Values of a data set by keyword: text, numbers and items.
 *
 * `find` gives undefined for what is absent or empty, `get` refuses. A value that is there but is not what its type
 * says is always refused.
 */
import { VolumeError } from '../../errors.ts';
import type { DicomDataset, DicomElement } from './dataset.ts';
import { attribute, formatTag } from './tags.ts';
import { decodeText } from './text.ts';
import { describeVr, type NumberKind } from './vr.ts';

/** Longest text that is decoded as numbers; contours of a million points fit. */
const NUMBER_WIDTH: Readonly<Record<NumberKind, number>> = {
  u8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  f64: 8,
  u64: 8,
  i64: 8,
};

function refuseValue(tag: number, why: string): never {
  throw new VolumeError(
    'dicom/value',
    {
      found: `Found ${why} in ${formatTag(tag)}.`,
      needed: 'A value of the kind the standard gives this attribute is needed.',
      remedy: 'Correct the attribute, or export the file again.',
    },
    { tag: formatTag(tag) },
  );
}

/** The element, or undefined. */
export function findElement(dataset: DicomDataset, keyword: string): DicomElement | undefined {
  return dataset.elements.get(attribute(keyword).tag);
}

function textOfElement(dataset: DicomDataset, element: DicomElement): string {
  const kind = describeVr(element.vr).text;
  const text = decodeText(element.value, kind === 'text' ? dataset.characterSets : []);
  return text.replace(/\0+$/, '');
}

/** All values of a text attribute, trimmed; empty when it is absent or empty. */
export function findTexts(dataset: DicomDataset, keyword: string): string[] {
  const element = findElement(dataset, keyword);
  if (element === undefined || element.value.length === 0) return [];
  const text = textOfElement(dataset, element);
  if (text.trim() === '') return [];
  return text.split('\\').map((part) => part.trim());
}

/** The first value of a text attribute, or undefined when it is absent or empty. */
export function findText(dataset: DicomDataset, keyword: string): string | undefined {
  const first = findTexts(dataset, keyword)[0];
  return first === undefined || first === '' ? undefined : first;
}

/** The whole text of an attribute whose value may hold backslashes (LT, ST, UT), or undefined. */
export function findWholeText(dataset: DicomDataset, keyword: string): string | undefined {
  const element = findElement(dataset, keyword);
  const text = element === undefined ? '' : textOfElement(dataset, element).trim();
  return text === '' ? undefined : text;
}

function readNumber(
  view: DataView,
  at: number,
  { kind, little }: { kind: NumberKind; little: boolean },
): number {
  switch (kind) {
    case 'u8':
      return view.getUint8(at);
    case 'u16':
      return view.getUint16(at, little);
    case 'i16':
      return view.getInt16(at, little);
    case 'u32':
      return view.getUint32(at, little);
    case 'i32':
      return view.getInt32(at, little);
    case 'f32':
      return view.getFloat32(at, little);
    case 'f64':
      return view.getFloat64(at, little);
    case 'u64':
      return Number(view.getBigUint64(at, little));
    case 'i64':
      return Number(view.getBigInt64(at, little));
    default:
      return kind satisfies never;
  }
}

function binaryNumbers(dataset: DicomDataset, element: DicomElement, kind: NumberKind): number[] {
  const { value, tag } = element;
  const width = NUMBER_WIDTH[kind];
  if (value.length % width !== 0) refuseValue(tag, `${value.length} bytes, no multiple of ${width},`);
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const numbers: number[] = [];
  for (let at = 0; at < value.length; at += width)
    numbers.push(readNumber(view, at, { kind, little: dataset.littleEndian }));
  return numbers;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function decimalNumbers(element: DicomElement): number[] {
  const text = decodeText(element.value, []).replaceAll('\0', '').trim();
  if (text === '') return [];
  return text.split('\\').map((part) => {
    const trimmed = part.trim();
    const number = DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
    if (!Number.isFinite(number)) refuseValue(element.tag, 'something that is no number');
    return number;
  });
}

/** The numbers an element holds; empty when it is empty. Refuses what are no numbers. */
export function numbersOfElement(dataset: DicomDataset, element: DicomElement): number[] {
  const { numbers, text } = describeVr(element.vr);
  const found = numbers !== undefined ? binaryNumbers(dataset, element, numbers) : undefined;
  if (found !== undefined) {
    if (!found.every(Number.isFinite)) refuseValue(element.tag, 'a number that is not finite');
    return found;
  }
  if (text === undefined && element.vr !== 'UN') return refuseValue(element.tag, `the type ${element.vr}`);
  return decimalNumbers(element);
}

/**
 * All numbers of an attribute, from binary or decimal text; empty when it is absent or empty.
 *
 * @throws VolumeError `dicom/value` when it holds what is no number.
 */
export function findNumbers(dataset: DicomDataset, keyword: string): number[] {
  const element = findElement(dataset, keyword);
  return element === undefined ? [] : numbersOfElement(dataset, element);
}

/** The first number of an attribute, or undefined. Throws `dicom/value` as `findNumbers`. */
export function findNumber(dataset: DicomDataset, keyword: string): number | undefined {
  return findNumbers(dataset, keyword)[0];
}

/** The items of a sequence; empty when it is absent. Throws `dicom/value` when it is no sequence. */
export function findItems(dataset: DicomDataset, keyword: string): readonly DicomDataset[] {
  const element = findElement(dataset, keyword);
  if (element === undefined) return [];
  if (element.items === undefined)
    return element.value.length === 0 ? [] : refuseValue(element.tag, 'no sequence');
  return element.items;
}

function refuseMissing(keyword: string): never {
  throw new VolumeError(
    'dicom/missing',
    {
      found: `Found no value in ${formatTag(attribute(keyword).tag)}.`,
      needed: 'This attribute is needed.',
      remedy: 'Export the file again with all its attributes.',
    },
    { keyword },
  );
}

/** The first value of a text attribute. Throws `dicom/missing`. */
export function getText(dataset: DicomDataset, keyword: string): string {
  return findText(dataset, keyword) ?? refuseMissing(keyword);
}

/** The first number of an attribute. Throws `dicom/missing`, `dicom/value`. */
export function getNumber(dataset: DicomDataset, keyword: string): number {
  return findNumber(dataset, keyword) ?? refuseMissing(keyword);
}

/** As many numbers as are asked for. Throws `dicom/missing`, `dicom/value`. */
export function getNumbers(dataset: DicomDataset, keyword: string, count: number): number[] {
  const numbers = findNumbers(dataset, keyword);
  if (numbers.length === 0) refuseMissing(keyword);
  if (numbers.length !== count)
    refuseValue(attribute(keyword).tag, `${numbers.length} instead of ${count} numbers`);
  return numbers;
}
