/**
 * Fragments of encapsulated pixel data to one run of bytes for each frame.
 *
 * Uses the offset tables where a frame has several fragments; never guesses. Source: DICOM PS3.5 annex A.4.
 */
import { VolumeError } from '../../errors.ts';
import type { DicomDataset } from '../parse/dataset.ts';
import { findElement, findNumbers } from '../parse/value.ts';

function refuse(found: string): never {
  throw new VolumeError('dicom/frames', {
    found,
    needed: 'Fragments and offset tables must say where each frame begins.',
    remedy: 'Export the file again, best without compression.',
  });
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Groups fragments by the byte offsets of frames; an offset counts the 8-byte item heads. */
function byOffsets(fragments: readonly Uint8Array[], offsets: readonly number[]): Uint8Array[] {
  const starts = new Map<number, number>();
  let at = 0;
  fragments.forEach((fragment, index) => {
    starts.set(at, index);
    at += 8 + fragment.length;
  });
  const first = offsets.map(
    (offset) => starts.get(offset) ?? refuse('Found an offset where no fragment begins.'),
  );
  return first.map((from, n) => {
    const to = first[n + 1] ?? fragments.length;
    if (to <= from || (n === 0 && from !== 0))
      refuse('Found offsets of frames that do not rise from the first fragment.');
    return join(fragments.slice(from, to));
  });
}

function basicOffsets(table: Uint8Array): number[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: Math.floor(table.length / 4) }, (_, n) => view.getUint32(4 * n, true));
}

/** JPEG and JPEG 2000 streams begin with a marker that no continuation begins with. */
function beginsStream(fragment: Uint8Array): boolean {
  return fragment[0] === 0xff && ((fragment[1] === 0xd8 && fragment[2] === 0xff) || fragment[1] === 0x4f);
}

/**
 * The bytes of each frame.
 *
 * @param frames Number of frames the header promises.
 * @throws VolumeError `dicom/frames`, `dicom/missing`.
 */
export function splitFrames(dataset: DicomDataset, frames: number): Uint8Array[] {
  const all = findElement(dataset, 'PixelData')?.fragments;
  if (all === undefined || all.length === 0) return refuse('Found no fragments of compressed pixel data.');
  const fragments = all.slice(1);
  if (fragments.length === frames) return fragments;
  if (fragments.length < frames) refuse(`Found ${fragments.length} fragments for ${frames} frames.`);
  if (frames === 1) return [join(fragments)];
  const extended = findNumbers(dataset, 'ExtendedOffsetTable');
  if (extended.length === frames) return byOffsets(fragments, extended);
  const basic = basicOffsets(all[0]!);
  if (basic.length === frames) return byOffsets(fragments, basic);
  const begins = fragments.flatMap((fragment, index) => (beginsStream(fragment) ? [index] : []));
  if (begins.length !== frames || begins[0] !== 0) {
    refuse(`Found ${fragments.length} fragments for ${frames} frames and no table of offsets.`);
  }
  return begins.map((from, n) => join(fragments.slice(from, begins[n + 1] ?? fragments.length)));
}
