/**
 * A drafted data set to the bytes of a DICOM file.
 *
 * Writes little endian, explicit or implicit, with an empty preamble and sequences of known length. The same draft
 * gives the same bytes.
 */
import { VolumeError } from '../../errors.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from '../parse/syntax.ts';
import { attribute, formatTag } from '../parse/tags.ts';
import { describeVr } from '../parse/vr.ts';
import type { DraftDataset, DraftValue } from './draft.ts';
import { encodeValue, isItems } from './encode.ts';

/** Identifies this program as the writer; a UUID-derived UID of its own. */
const IMPLEMENTATION_UID = '2.25.297018401683953262318264219735028640951';
const IMPLEMENTATION_NAME = 'MRISCORE';
const PREAMBLE = 128;

/** How a file is written. */
export interface FormatDicomOptions {
  /** Explicit VR by default; implicit for values longer than 65534 bytes, such as long contours. */
  readonly explicit?: boolean;
}

const KNOWN: KnownOptions<FormatDicomOptions> = { explicit: true };

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function tagBytes(tag: number): [number, number, number, number] {
  return [(tag >>> 16) & 255, tag >>> 24, tag & 255, (tag >>> 8) & 255];
}

const lengthBytes = (length: number): number[] => [0, 8, 16, 24].map((shift) => (length >>> shift) & 255);

function formatItems(items: readonly DraftDataset[], explicit: boolean): Uint8Array {
  const parts = items.flatMap((item) => {
    const body = formatDataset(item, explicit);
    return [Uint8Array.from([...tagBytes(0xfffee000), ...lengthBytes(body.length)]), body];
  });
  return joinBytes(parts);
}

function formatElement(keyword: string, value: DraftValue, explicit: boolean): Uint8Array[] {
  const { tag, vr, keyword: _ } = attribute(keyword);
  const empty = Array.isArray(value) && value.length === 0;
  const items = vr === 'SQ' && (empty || isItems(value));
  const body = items
    ? formatItems(value as readonly DraftDataset[], explicit)
    : encodeValue(attribute(keyword), value as Exclude<DraftValue, readonly DraftDataset[]>);
  if (!explicit) return [Uint8Array.from([...tagBytes(tag), ...lengthBytes(body.length)]), body];
  const type = [vr.charCodeAt(0), vr.charCodeAt(1)];
  if (describeVr(vr).long) {
    return [Uint8Array.from([...tagBytes(tag), ...type, 0, 0, ...lengthBytes(body.length)]), body];
  }
  if (body.length > 65_534) {
    throw new VolumeError('dicom/not-writable', {
      found: `Found ${body.length} bytes for ${formatTag(tag)}.`,
      needed: 'At most 65534 bytes fit this type in explicit VR.',
      remedy: 'Write the file in implicit VR.',
    });
  }
  return [Uint8Array.from([...tagBytes(tag), ...type, body.length & 255, body.length >> 8]), body];
}

function formatDataset(dataset: DraftDataset, explicit: boolean): Uint8Array {
  const present = Object.entries(dataset).filter(([, value]) => value !== undefined);
  present.sort(([a], [b]) => attribute(a).tag - attribute(b).tag);
  return joinBytes(present.flatMap(([keyword, value]) => formatElement(keyword, value!, explicit)));
}

/**
 * The bytes of a DICOM file. Text is written as UTF-8 and says so.
 *
 * @param dataset Attributes by keyword; SOPClassUID and SOPInstanceUID are needed.
 * @throws VolumeError `dicom/not-writable` when a value does not fit its type.
 * @example formatDicom({ SOPClassUID: '1.2.3', SOPInstanceUID: '1.2.3.4', PatientID: 'P1' });
 * @see DICOM PS3.10 section 7.1.
 */
export function formatDicom(dataset: DraftDataset, options: FormatDicomOptions = {}): Uint8Array {
  checkOptions(options, KNOWN);
  const explicit = options.explicit ?? true;
  const meta = formatDataset(
    {
      FileMetaInformationVersion: Uint8Array.of(0, 1),
      MediaStorageSOPClassUID: dataset.SOPClassUID,
      MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
      TransferSyntaxUID: explicit ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: IMPLEMENTATION_UID,
      ImplementationVersionName: IMPLEMENTATION_NAME,
    },
    true,
  );
  const head = new Uint8Array(PREAMBLE + 4);
  head.set([0x44, 0x49, 0x43, 0x4d], PREAMBLE);
  const length = formatDataset({ FileMetaInformationGroupLength: meta.length }, true);
  const body = formatDataset({ SpecificCharacterSet: 'ISO_IR 192', ...dataset }, explicit);
  return joinBytes([head, length, meta, body]);
}
