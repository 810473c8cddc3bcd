/**
 * The transfer syntaxes this package reads, and the names of those it does not.
 *
 * Source: DICOM PS3.6 table A-1.
 */

/** How the pixel data of a transfer syntax are packed. */
export type PixelPacking =
  | 'native'
  | 'rle'
  | 'jpeg'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'ht-jpeg-2000'
  | 'unsupported';

/** What is known of a transfer syntax. */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  readonly deflated: boolean;
  readonly pixels: PixelPacking;
}

const encapsulated = (uid: string, name: string, pixels: PixelPacking): TransferSyntax => ({
  uid,
  name,
  explicit: true,
  littleEndian: true,
  deflated: false,
  pixels,
});

const native = (uid: string, name: string, flags: Partial<TransferSyntax> = {}): TransferSyntax => ({
  ...encapsulated(uid, name, 'native'),
  ...flags,
});

const P = '1.2.840.10008.1.2';

const SYNTAXES: readonly TransferSyntax[] = [
  native(P, 'Implicit VR Little Endian', { explicit: false }),
  native(`${P}.1`, 'Explicit VR Little Endian'),
  native(`${P}.1.99`, 'Deflated Explicit VR Little Endian', { deflated: true }),
  native(`${P}.2`, 'Explicit VR Big Endian', { littleEndian: false }),
  encapsulated(`${P}.5`, 'RLE Lossless', 'rle'),
  encapsulated(`${P}.4.50`, 'JPEG Baseline (Process 1)', 'jpeg'),
  encapsulated(`${P}.4.51`, 'JPEG Extended (Process 2 and 4)', 'jpeg'),
  encapsulated(`${P}.4.57`, 'JPEG Lossless (Process 14)', 'jpeg'),
  encapsulated(`${P}.4.70`, 'JPEG Lossless (Process 14, first-order prediction)', 'jpeg'),
  encapsulated(`${P}.4.80`, 'JPEG-LS Lossless', 'jpeg-ls'),
  encapsulated(`${P}.4.81`, 'JPEG-LS Near-Lossless', 'jpeg-ls'),
  encapsulated(`${P}.4.90`, 'JPEG 2000 Lossless', 'jpeg-2000'),
  encapsulated(`${P}.4.91`, 'JPEG 2000', 'jpeg-2000'),
  encapsulated(`${P}.4.201`, 'High-Throughput JPEG 2000 Lossless', 'ht-jpeg-2000'),
  encapsulated(`${P}.4.202`, 'High-Throughput JPEG 2000 Lossless RPCL', 'ht-jpeg-2000'),
  encapsulated(`${P}.4.203`, 'High-Throughput JPEG 2000', 'ht-jpeg-2000'),
  encapsulated(`${P}.4.92`, 'JPEG 2000 Part 2 Multi-component Lossless', 'unsupported'),
  encapsulated(`${P}.4.93`, 'JPEG 2000 Part 2 Multi-component', 'unsupported'),
  encapsulated(`${P}.4.94`, 'JPIP Referenced', 'unsupported'),
  encapsulated(`${P}.4.95`, 'JPIP Referenced Deflate', 'unsupported'),
  encapsulated(`${P}.4.100`, 'MPEG2 Main Profile / Main Level', 'unsupported'),
  encapsulated(`${P}.4.101`, 'MPEG2 Main Profile / High Level', 'unsupported'),
  encapsulated(`${P}.4.102`, 'MPEG-4 AVC/H.264 High Profile', 'unsupported'),
  encapsulated(`${P}.4.103`, 'MPEG-4 AVC/H.264 BD-compatible', 'unsupported'),
  encapsulated(`${P}.4.107`, 'HEVC/H.265 Main Profile', 'unsupported'),
  encapsulated(`${P}.4.108`, 'HEVC/H.265 Main 10 Profile', 'unsupported'),
  encapsulated(`${P}.4.110`, 'JPEG XL Lossless', 'unsupported'),
  encapsulated(`${P}.4.111`, 'JPEG XL JPEG Recompression', 'unsupported'),
  encapsulated(`${P}.4.112`, 'JPEG XL', 'unsupported'),
];

const BY_UID: ReadonlyMap<string, TransferSyntax> = new Map(SYNTAXES.map((s) => [s.uid, s]));

/** UID of Implicit VR Little Endian, DICOM's default. */
export const IMPLICIT_LITTLE_ENDIAN: string = P;
/** UID of Explicit VR Little Endian, which this package writes. */
export const EXPLICIT_LITTLE_ENDIAN: string = `${P}.1`;

/** The transfer syntax with this UID, or undefined when it is not in the table. */
export function findTransferSyntax(uid: string): TransferSyntax | undefined {
  return BY_UID.get(uid);
}
