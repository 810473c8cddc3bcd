/**
 * Bytes to elements: explicit and implicit, both byte orders, undefined lengths, nested sequences, fragments.
 *
 * Every declared length is compared with the bytes that are there before anything is made of it; depth and number
 * of elements are bounded. Knows nothing of what the elements mean.
 */
import { VolumeError } from '../../errors.ts';
import type { DicomDataset, DicomElement, DicomLimits } from './dataset.ts';
import { findAttribute, formatTag } from './tags.ts';
import { describeVr, findVr, type Vr } from './vr.ts';

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const PIXEL_DATA = 0x7fe00010;
const CHARACTER_SET = 0x00080005;
const UNDEFINED = 0xffffffff;
const NOTHING = new Uint8Array(0);

/** Where the parser is. One for each file or deflated part; shared by the nested levels. */
interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly limits: DicomLimits;
  at: number;
  elements: number;
}

/** How elements are written at one level. */
interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

interface Level extends Encoding {
  /** First byte after this level. */
  readonly end: number;
  readonly depth: number;
  /** True when the level ends at an item delimiter instead of at `end`. */
  readonly delimited: boolean;
  readonly characterSets: readonly string[];
}

interface ElementHead {
  readonly tag: number;
  readonly vr: Vr;
  readonly length: number;
}

/** What has a length: words, or a tag, which is put into words only when an error needs them. */
type Named = string | number;

function refuseTruncated(named: Named, needed: number, there: number): never {
  const what = typeof named === 'number' ? formatTag(named) : named;
  throw new VolumeError(
    'dicom/truncated',
    {
      found: `Found ${there} bytes where ${what} says it has ${needed}.`,
      needed: 'A length must fit the bytes that are there.',
      remedy: 'Export the file again; it was cut or damaged.',
    },
    { declared: needed, available: there },
  );
}

function refuseElement(found: string, details?: Record<string, unknown>): never {
  throw new VolumeError(
    'dicom/element',
    {
      found,
      needed: 'Elements must be built as PS3.5 section 7 says.',
      remedy: 'Export the file again; it was damaged or written by faulty software.',
    },
    details,
  );
}

function readTag(cursor: Cursor, littleEndian: boolean): number {
  const { view, at } = cursor;
  return view.getUint16(at, littleEndian) * 65536 + view.getUint16(at + 2, littleEndian);
}

function requireBytes(cursor: Cursor, count: number, end: number, what: Named): void {
  if (count > end - cursor.at) refuseTruncated(what, count, end - cursor.at);
}

function readExplicitHead(cursor: Cursor, tag: number, level: Level): ElementHead {
  const { bytes, view } = cursor;
  const vr = findVr(bytes[cursor.at + 4]!, bytes[cursor.at + 5]!);
  if (vr === undefined) {
    throw new VolumeError(
      'dicom/vr',
      {
        found: `Found bytes ${bytes[cursor.at + 4]}, ${bytes[cursor.at + 5]} as the value representation of ${formatTag(tag)}.`,
        needed: 'One of the 34 value representations of PS3.5 is needed.',
        remedy: 'Export the file again; it was damaged or its transfer syntax is wrong.',
      },
      { tag },
    );
  }
  if (!describeVr(vr).long) {
    const length = view.getUint16(cursor.at + 6, level.littleEndian);
    cursor.at += 8;
    return { tag, vr, length };
  }
  requireBytes(cursor, 12, level.end, tag);
  const length = view.getUint32(cursor.at + 8, level.littleEndian);
  cursor.at += 12;
  return { tag, vr, length };
}

function readHead(cursor: Cursor, level: Level): ElementHead {
  requireBytes(cursor, 8, level.end, 'the head of an element');
  const tag = readTag(cursor, level.littleEndian);
  if (tag >= ITEM && tag <= SEQUENCE_END) {
    const length = cursor.view.getUint32(cursor.at + 4, level.littleEndian);
    cursor.at += 8;
    return { tag, vr: 'UN', length };
  }
  if (level.explicit) return readExplicitHead(cursor, tag, level);
  const length = cursor.view.getUint32(cursor.at + 4, level.littleEndian);
  cursor.at += 8;
  const group = Math.floor(tag / 65536);
  const known = findAttribute(tag)?.vr;
  const vr = known ?? (tag % 65536 === 0 ? 'UL' : group % 2 === 1 && tag % 65536 < 256 ? 'LO' : 'UN');
  return { tag, vr, length };
}

function countElement(cursor: Cursor): void {
  cursor.elements++;
  if (cursor.elements > cursor.limits.maximumElements) {
    throw new VolumeError(
      'dicom/too-many-elements',
      {
        found: `Found more than ${cursor.limits.maximumElements} elements.`,
        needed: `At most ${cursor.limits.maximumElements} elements in a file are read.`,
        remedy: 'If the file is genuine, raise maximumElements.',
      },
      { maximumElements: cursor.limits.maximumElements },
    );
  }
}

function requireDepth(cursor: Cursor, depth: number): void {
  if (depth <= cursor.limits.maximumDepth) return;
  throw new VolumeError(
    'dicom/depth',
    {
      found: `Found sequences nested more than ${cursor.limits.maximumDepth} deep.`,
      needed: `At most ${cursor.limits.maximumDepth} levels are read.`,
      remedy: 'Do not trust this file; no scanner writes such nesting.',
    },
    { maximumDepth: cursor.limits.maximumDepth },
  );
}

/** Items until the sequence delimiter, or until the declared end. */
function readItems(cursor: Cursor, tag: number, length: number, level: Level): DicomDataset[] {
  requireDepth(cursor, level.depth + 1);
  const delimited = length === UNDEFINED;
  if (!delimited) requireBytes(cursor, length, level.end, tag);
  const end = delimited ? level.end : cursor.at + length;
  const items: DicomDataset[] = [];
  while (delimited || cursor.at < end) {
    requireBytes(cursor, 8, end, tag);
    const head = readHead(cursor, { ...level, end });
    if (head.tag === SEQUENCE_END && delimited) return items;
    if (head.tag !== ITEM)
      refuseElement(`Found ${formatTag(head.tag)} where an item of ${formatTag(tag)} begins.`);
    countElement(cursor);
    const open = head.length === UNDEFINED;
    if (!open) requireBytes(cursor, head.length, end, tag);
    const itemEnd = open ? end : cursor.at + head.length;
    items.push(readLevel(cursor, { ...level, end: itemEnd, depth: level.depth + 1, delimited: open }));
  }
  return items;
}

/** The fragments of encapsulated pixel data. */
function readFragments(cursor: Cursor, level: Level): Uint8Array[] {
  const fragments: Uint8Array[] = [];
  for (;;) {
    requireBytes(cursor, 8, level.end, 'a fragment of the pixel data');
    const tag = readTag(cursor, level.littleEndian);
    const length = cursor.view.getUint32(cursor.at + 4, level.littleEndian);
    cursor.at += 8;
    if (tag === SEQUENCE_END) return fragments;
    if (tag !== ITEM) refuseElement(`Found ${formatTag(tag)} where a fragment of the pixel data begins.`);
    countElement(cursor);
    requireBytes(cursor, length, level.end, 'a fragment of the pixel data');
    fragments.push(cursor.bytes.subarray(cursor.at, cursor.at + length));
    cursor.at += length;
  }
}

function readElement(cursor: Cursor, head: ElementHead, level: Level): DicomElement {
  const { tag, vr, length } = head;
  if (vr === 'SQ') return { tag, vr, value: NOTHING, items: readItems(cursor, tag, length, level) };
  if (length !== UNDEFINED) {
    requireBytes(cursor, length, level.end, tag);
    const value = cursor.bytes.subarray(cursor.at, cursor.at + length);
    cursor.at += length;
    return { tag, vr, value };
  }
  if (tag === PIXEL_DATA && level.explicit && (vr === 'OB' || vr === 'OW')) {
    return { tag, vr, value: NOTHING, fragments: readFragments(cursor, level) };
  }
  if (vr !== 'UN') refuseElement(`Found no length in ${formatTag(tag)} of type ${vr}.`);
  // PS3.5 section 6.2.2 note 2: an unknown sequence is nested in implicit little endian.
  const nested: Level = {
    ...level,
    explicit: false,
    littleEndian: level.explicit ? true : level.littleEndian,
  };
  return { tag, vr: 'SQ', value: NOTHING, items: readItems(cursor, tag, length, nested) };
}

function readCharacterSets(value: Uint8Array): string[] {
  return String.fromCharCode(...value.subarray(0, 256))
    .split('\\')
    .map((part) => part.replaceAll('\0', '').trim());
}

/** What remains of a file is zeros, which some writers pad with. */
function onlyZerosRemain(cursor: Cursor, end: number): boolean {
  for (let at = cursor.at; at < end; at++) if (cursor.bytes[at] !== 0) return false;
  return true;
}

function readLevel(cursor: Cursor, level: Level): DicomDataset {
  const elements = new Map<number, DicomElement>();
  let characterSets = level.characterSets;
  while (level.delimited || cursor.at < level.end) {
    if (level.depth === 0 && cursor.bytes[cursor.at] === 0 && onlyZerosRemain(cursor, level.end)) break;
    const head = readHead(cursor, level);
    if (head.tag === ITEM_END && level.delimited) break;
    if (head.tag >= ITEM && head.tag <= SEQUENCE_END)
      refuseElement(`Found ${formatTag(head.tag)} outside a sequence.`);
    countElement(cursor);
    if (elements.has(head.tag))
      refuseElement(`Found ${formatTag(head.tag)} twice in one data set.`, { tag: head.tag });
    const element = readElement(cursor, head, { ...level, characterSets });
    elements.set(head.tag, element);
    if (head.tag === CHARACTER_SET) characterSets = readCharacterSets(element.value);
  }
  return { elements, littleEndian: level.littleEndian, characterSets };
}

/** Which bytes hold a data set, and how it is written. */
export interface EncodedDataset extends Encoding {
  readonly bytes: Uint8Array;
  /** First byte. */
  readonly start: number;
  /** First byte after it. */
  readonly end: number;
}

/**
 * The elements of a data set.
 *
 * @throws VolumeError `dicom/truncated`, `dicom/vr`, `dicom/element`, `dicom/depth`, `dicom/too-many-elements`.
 */
export function parseElements(encoded: EncodedDataset, limits: DicomLimits): DicomDataset {
  const { bytes, start, end, explicit, littleEndian } = encoded;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor: Cursor = { bytes, view, limits, at: start, elements: 0 };
  return readLevel(cursor, { explicit, littleEndian, end, depth: 0, delimited: false, characterSets: [] });
}
