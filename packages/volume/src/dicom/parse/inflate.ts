/**
 * Raw deflate to bytes, counted: the output stops at the bound, whatever the data promise.
 *
 * Serves deflated DICOM and zip archives. Knows nothing of either.
 */
import { streams } from '#deflate';
import { VolumeError } from '../../errors.ts';
import type { StreamFault } from '../../gzip/deflate/streams.ts';

/** Most bytes that one deflated stream may grow to: no genuine file of this field comes near. */
export const MAXIMUM_INFLATED_BYTES = 2 ** 29;
/** Output that is always allowed, so that tiny files may be very compressible. */
const FREE_BYTES = 2 ** 20;
/** Most bytes that may come out for one that goes in. */
const MAXIMUM_RATIO = 500;

function refuse(reason: StreamFault, inputBytes: number, bound: number): never {
  if (reason === 'too-long') {
    throw new VolumeError(
      'dicom/bomb',
      {
        found: `Found ${inputBytes} deflated bytes that grow beyond ${bound} bytes.`,
        needed: `At most ${MAXIMUM_RATIO} times the size, and ${MAXIMUM_INFLATED_BYTES} bytes, are inflated.`,
        remedy: 'Do not trust this file; export it again uncompressed when it is genuine.',
      },
      { inputBytes, bound },
    );
  }
  throw new VolumeError(
    'dicom/damaged-deflate',
    {
      found: `Found ${inputBytes} deflated bytes that are damaged or end too early.`,
      needed: 'A whole deflate stream is needed.',
      remedy: 'Export the file again.',
    },
    { reason },
  );
}

/**
 * Inflates raw deflate data.
 *
 * @param input Deflated bytes; bytes after the last block are ignored, as DICOM pads to an even length.
 * @param maximumBytes Most bytes that may come out, besides the ratio of 500 to 1.
 * @throws VolumeError `dicom/damaged-deflate`, `dicom/bomb`.
 * @example inflateRaw(deflateRawSync('abc')); // bytes of 'abc'
 */
export function inflateRaw(input: Uint8Array, maximumBytes: number = MAXIMUM_INFLATED_BYTES): Uint8Array {
  const bound = Math.min(maximumBytes, FREE_BYTES + MAXIMUM_RATIO * input.length);
  const { bytes, fault } = streams.decompress(input, { format: 'raw', maximumBytes: bound });
  return fault === null ? bytes : refuse(fault, input.length, bound);
}
