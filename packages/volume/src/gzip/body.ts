/**
 * The body of a compressed image file, decompressed to the length its header announces and not a byte beyond reason.
 *
 * The header has been checked; this holds the stream to it.
 */
import { VolumeError, type VolumeErrorCode } from '../errors.ts';
import { gunzip, inflate } from './gzip.ts';

/** Bytes beyond the announced ones that are overlooked, such as padding to a block. */
export const PADDING_BYTES = 65_536;
/** Deflate cannot pack better than about 1030:1; above this ratio a large file holds nothing but a bomb. */
export const HIGHEST_RATIO = 1000;
/** Below this size the ratio does not matter: an empty small mask packs that well. */
export const RATIO_MATTERS_BYTES = 2 ** 24;

/** What the body has to be. */
export interface BodyExpectation {
  readonly stream: 'gzip' | 'zlib' | 'plain';
  /** Bytes the header announces. */
  readonly expectedBytes: number;
  readonly maximumBytes: number;
  /** The format's own codes. */
  readonly codes: {
    readonly truncated: VolumeErrorCode;
    readonly damaged: VolumeErrorCode;
    readonly bomb: VolumeErrorCode;
    readonly tooLarge: VolumeErrorCode;
  };
}

function refuse(code: VolumeErrorCode, found: string, needed: string): never {
  throw new VolumeError(code, { found, needed, remedy: 'Copy the file again from its source.' });
}

/**
 * The decompressed body: at least `expectedBytes`, at most that and some padding.
 *
 * @throws VolumeError the given codes.
 */
export function unpackBody(bytes: Uint8Array, body: BodyExpectation): Uint8Array {
  const { expectedBytes, codes } = body;
  const announced = `The header announces ${expectedBytes} bytes.`;
  if (!Number.isSafeInteger(expectedBytes) || expectedBytes > body.maximumBytes) {
    refuse(codes.tooLarge, announced, `At most ${body.maximumBytes} bytes are accepted.`);
  }
  if (
    body.stream !== 'plain' &&
    expectedBytes > RATIO_MATTERS_BYTES &&
    expectedBytes > bytes.length * HIGHEST_RATIO
  ) {
    refuse(
      codes.bomb,
      `Found ${bytes.length} compressed bytes. ${announced}`,
      `At most ${HIGHEST_RATIO} times the compressed size is accepted.`,
    );
  }
  const whole = body.stream === 'plain' ? bytes : decompress(bytes, body);
  if (whole.length < expectedBytes)
    refuse(codes.truncated, `Found ${whole.length} bytes of voxels.`, announced);
  return whole;
}

function decompress(bytes: Uint8Array, { stream, expectedBytes, codes }: BodyExpectation): Uint8Array {
  try {
    return (stream === 'gzip' ? gunzip : inflate)(bytes, expectedBytes + PADDING_BYTES);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    const names: Partial<Record<VolumeErrorCode, VolumeErrorCode>> = {
      'gzip/truncated': codes.truncated,
      'gzip/damaged': codes.damaged,
      'gzip/bomb': codes.bomb,
    };
    throw new VolumeError(names[error.code] ?? error.code, error.finding, error.details);
  }
}
