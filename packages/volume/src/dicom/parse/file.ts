/**
 * Bytes of a DICOM file to its header, data set and transfer syntax.
 *
 * Reads files with and without the 128-byte preamble. Decodes no pixels and judges no meaning.
 */
import { VolumeError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import { DICOM_LIMITS, type DicomDataset, type DicomFile, type DicomLimits } from './dataset.ts';
import { parseElements } from './elements.ts';
import { inflateRaw, MAXIMUM_INFLATED_BYTES } from './inflate.ts';
import { findTransferSyntax, IMPLICIT_LITTLE_ENDIAN, type TransferSyntax } from './syntax.ts';
import { findVr } from './vr.ts';

const PREAMBLE = 128;
const TRANSFER_SYNTAX = 0x00020010;

function hasMagic(bytes: Uint8Array): boolean {
  return (
    bytes.length >= PREAMBLE + 4 && String.fromCharCode(...bytes.subarray(PREAMBLE, PREAMBLE + 4)) === 'DICM'
  );
}

/** A data set without header begins with a low tag of group 0008, as scanners of the nineties wrote. */
function beginsBare(bytes: Uint8Array): boolean {
  return bytes.length >= 16 && bytes[0] === 8 && bytes[1] === 0 && bytes[3] === 0 && bytes[2]! <= 0x18;
}

/**
 * Whether bytes look like DICOM: the magic word, or a bare data set. Says nothing of whether they can be read.
 *
 * @example looksLikeDicom(new TextEncoder().encode('# notes')); // false
 */
export function looksLikeDicom(bytes: Uint8Array): boolean {
  return hasMagic(bytes) || beginsBare(bytes);
}

/** First bytes of programs: Windows, Linux, macOS (four forms) and scripts. */
const PROGRAM_STARTS: readonly (readonly number[])[] = [
  [0x4d, 0x5a],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x23, 0x21],
];

/**
 * Whether the preamble makes the file a program as well, which no scanner does.
 *
 * @example hasProgramPreamble(bytes); // false for every genuine file
 */
export function hasProgramPreamble(bytes: Uint8Array): boolean {
  return hasMagic(bytes) && PROGRAM_STARTS.some((start) => start.every((byte, n) => bytes[n] === byte));
}

function refuseNotDicom(length: number): never {
  throw new VolumeError(
    'dicom/not-dicom',
    {
      found: `Found ${length} bytes without the word DICM at byte ${PREAMBLE} and without a bare data set.`,
      needed: 'A DICOM file is needed.',
      remedy: 'Take the file out of the folder, or export it again.',
    },
    { length },
  );
}

/** Group 0002 ends where a tag of another group begins; its group length is not trusted. */
function endOfMeta(bytes: Uint8Array, start: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  while (at + 8 <= bytes.length && view.getUint16(at, true) === 2) {
    const vr = findVr(bytes[at + 4]!, bytes[at + 5]!);
    const long = vr === 'OB' || vr === 'UN' || vr === 'OW' || vr === 'UT';
    if (long && at + 12 > bytes.length) break;
    const length = long ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    at += (long ? 12 : 8) + length;
  }
  return Math.min(at, bytes.length);
}

function refuseSyntax(found: string, uid: string): never {
  throw new VolumeError(
    'dicom/transfer-syntax',
    {
      found,
      needed: 'A transfer syntax that this program reads is needed.',
      remedy: 'Convert the file to Explicit VR Little Endian, for example with gdcmconv --raw.',
    },
    { transferSyntax: uid },
  );
}

/**
 * The transfer syntax, or an error by its name.
 *
 * @throws VolumeError `dicom/transfer-syntax` when the UID is in no table.
 */
export function getTransferSyntax(uid: string): TransferSyntax {
  const syntax = findTransferSyntax(uid);
  if (syntax !== undefined) return syntax;
  const shown = /^[0-9.]{1,64}$/.test(uid) ? uid : 'that is no UID';
  return refuseSyntax(`Found transfer syntax ${shown}, which is in no table.`, uid);
}

function syntaxOfMeta(meta: DicomDataset): string {
  const value = meta.elements.get(TRANSFER_SYNTAX)?.value;
  if (value === undefined || value.length === 0) {
    return refuseSyntax('Found no transfer syntax in the header.', '');
  }
  return String.fromCharCode(...value.subarray(0, 64))
    .replaceAll('\0', '')
    .trim();
}

function parseBare(bytes: Uint8Array, limits: DicomLimits): DicomFile {
  const explicit = findVr(bytes[4]!, bytes[5]!) !== undefined;
  const encoded = { bytes, start: 0, end: bytes.length, explicit, littleEndian: true };
  return {
    meta: { elements: new Map(), littleEndian: true, characterSets: [] },
    dataset: parseElements(encoded, limits),
    transferSyntax: explicit ? `${IMPLICIT_LITTLE_ENDIAN}.1` : IMPLICIT_LITTLE_ENDIAN,
  };
}

/**
 * Parses a DICOM file.
 *
 * Reads explicit and implicit little endian, explicit big endian, deflated, and every encapsulated syntax's elements.
 * Values stay views into `bytes`.
 *
 * @param bytes The whole file.
 * @param limits Bounds; those left out are `DICOM_LIMITS`.
 * @throws VolumeError `dicom/not-dicom`, `dicom/transfer-syntax`, `dicom/truncated`, `dicom/vr`, `dicom/element`,
 *   `dicom/depth`, `dicom/too-many-elements`, `dicom/damaged-deflate`, `dicom/bomb`.
 * @example parseDicom(await readFile('slice.dcm')).transferSyntax; // '1.2.840.10008.1.2.1'
 * @see DICOM PS3.10 section 7, PS3.5 section 7.
 */
export function parseDicom(bytes: Uint8Array, limits: Partial<DicomLimits> = {}): DicomFile {
  checkOptions(limits, DICOM_LIMITS);
  const bounds = { ...DICOM_LIMITS, ...limits };
  if (!hasMagic(bytes)) return beginsBare(bytes) ? parseBare(bytes, bounds) : refuseNotDicom(bytes.length);
  const start = PREAMBLE + 4;
  const end = endOfMeta(bytes, start);
  const meta = parseElements({ bytes, start, end, explicit: true, littleEndian: true }, bounds);
  const transferSyntax = syntaxOfMeta(meta);
  const syntax = getTransferSyntax(transferSyntax);
  const { explicit, littleEndian } = syntax;
  const body = syntax.deflated
    ? inflateRaw(bytes.subarray(end), Math.min(bounds.maximumBytes, MAXIMUM_INFLATED_BYTES))
    : bytes;
  const encoded = { bytes: body, start: syntax.deflated ? 0 : end, end: body.length, explicit, littleEndian };
  return { meta, dataset: parseElements(encoded, bounds), transferSyntax };
}
