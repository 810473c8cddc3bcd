/**
 * Seeds of the mutation test: small whole files in every syntax and of every kind this package reads.
 *
 * Made here, compressed here; nothing is read from disk. Not exported from the package.
 */
import { deflateRawSync } from 'node:zlib';
import { parseDicom } from '../../../packages/volume/src/dicom/parse/file.ts';
import { parseDicomFolder } from '../../../packages/volume/src/dicom/series/folder.ts';
import type { DraftDataset } from '../../../packages/volume/src/dicom/write/draft.ts';
import { formatDicom } from '../../../packages/volume/src/dicom/write/format.ts';
import { formatRtstruct } from '../../../packages/volume/src/mask/rtstruct/format.ts';
import { formatSeg } from '../../../packages/volume/src/mask/seg/format.ts';
import type { Mask } from '../../../packages/volume/src/volume.ts';
import { COLUMNS, enhancedInput, pixelsOf, ROWS, seriesInputs, sliceDraft } from './synthetic.ts';

/** One seed. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** True when damage reaches a WebAssembly decoder, which is slow to start anew. */
  readonly decoded?: boolean;
  /** Which reader it is for. Default dicom. */
  readonly kind?: 'dicom' | 'nifti' | 'nrrd' | 'mha';
}

const CREATED = new Date('2025-01-02T03:04:05Z');

function stackAndMask(): { stack: ReturnType<typeof parseDicomFolder>['stacks'][number]; mask: Mask } {
  const stack = parseDicomFolder(seriesInputs(4)).stacks[0]!;
  const data = new Uint8Array(COLUMNS * ROWS * 4);
  for (const at of [37, 38, 39, 43, 45, 49, 50, 51, 70, 71]) data[at] = at > 60 ? 2 : 1;
  const labels = [
    { value: 1, name: 'tumour', colorRgb: [255, 0, 0] as const },
    { value: 2, name: 'node' },
  ];
  return { stack, mask: { geometry: stack.geometry!, data, labels } };
}

/** A file with only the transfer syntax in its header, and a body. */
function withSyntax(uid: string, body: Uint8Array): Uint8Array {
  const padded = uid.length % 2 === 0 ? uid : `${uid}\0`;
  const syntax = [2, 0, 16, 0, 0x55, 0x49, padded.length, 0, ...new TextEncoder().encode(padded)];
  return Uint8Array.from([...new Uint8Array(128), 0x44, 0x49, 0x43, 0x4d, ...syntax, ...body]);
}

/** First byte after group 0002 of a file that this package wrote. */
function metaEnd(bytes: Uint8Array): number {
  return 144 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(140, true);
}

/** An element with fragments in place of native pixel data, which comes last. */
function encapsulate(dataset: Uint8Array, fragments: readonly Uint8Array[]): Uint8Array {
  const at = dataset.length - (pixelsOf(0).length + 12);
  const item = (bytes: Uint8Array): number[] => [
    0xfe,
    0xff,
    0x00,
    0xe0,
    bytes.length,
    bytes.length >> 8,
    0,
    0,
    ...bytes,
  ];
  const head = [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff];
  const tail = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
  return Uint8Array.from([
    ...dataset.slice(0, at),
    ...head,
    ...item(new Uint8Array(0)),
    ...fragments.flatMap(item),
    ...tail,
  ]);
}

/** A run-length frame with literal runs only. */
function rleFrame(): Uint8Array {
  const pixels = pixelsOf(1);
  const plane = (low: 0 | 1): number[] =>
    Array.from({ length: COLUMNS * ROWS }, (_, n) => pixels[2 * n + low]!);
  const segment = (bytes: number[]): number[] => [bytes.length - 1, ...bytes, 0x80];
  const [high, low] = [segment(plane(1)), segment(plane(0))];
  const head = new Uint8Array(64);
  new DataView(head.buffer).setUint32(0, 2, true);
  new DataView(head.buffer).setUint32(4, 64, true);
  new DataView(head.buffer).setUint32(8, 64 + high.length, true);
  return Uint8Array.from([...head, ...high, ...low]);
}

/** The elements of an explicit file without sequences, in big endian. */
function bigEndian(file: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const { tag, vr, value } of parseDicom(file).dataset.elements.values()) {
    const turned = vr === 'US' || vr === 'OW' ? new Uint8Array(value).map((_, n) => value[n ^ 1]!) : value;
    const short = [value.length >> 8, value.length & 255];
    const length = vr === 'OW' ? [0, 0, 0, 0, ...short] : short;
    const head = [tag >>> 24, (tag >>> 16) & 255, (tag >>> 8) & 255, tag & 255];
    out.push(...head, vr.charCodeAt(0), vr.charCodeAt(1), ...length, ...turned);
  }
  return Uint8Array.from(out);
}

/** Nested sequences of a depth. */
function nested(depth: number): DraftDataset {
  return depth === 0 ? { CodeValue: '1' } : { PurposeOfReferenceCodeSequence: [nested(depth - 1)] };
}

/** Single images that differ in one respect each. */
const VARIANTS: Readonly<Record<string, DraftDataset>> = {
  plain: {},
  'twelve bits': { BitsStored: 12, HighBit: 11 },
  'high bits': { BitsStored: 12, HighBit: 15 },
  signed: { PixelRepresentation: 1 },
  'eight bits': {
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelData: pixelsOf(0).slice(0, COLUMNS * ROWS),
  },
  rescaled: { RescaleSlope: 0.5, RescaleIntercept: -1024 },
  localiser: { ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] },
  'umlaut name': { PatientName: 'Müller^Jürgen' },
  diffusion: { DiffusionBValue: 800, DiffusionGradientOrientation: [0, 0, 1] },
  contrast: { ContrastBolusAgent: 'Gadobutrol', ContrastBolusStartTime: '030000', AcquisitionTime: '031000' },
  mosaic: { ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'MOSAIC'], Manufacturer: 'SIEMENS' },
  oblique: { ImageOrientationPatient: [0.8, 0.6, 0, 0, 0, -1] },
  'no position': { ImagePositionPatient: [] },
  'nested ten': nested(10),
  'nested sixty': nested(60),
  inversion: { InversionTime: 180, ScanOptions: ['FS', 'SAT1'], EchoTrainLength: 12 },
  cardiac: { TriggerTime: 12.5, TemporalPositionIdentifier: 2, NumberOfTemporalPositions: 4 },
  references: {
    ReferencedImageSequence: [{ ReferencedSOPClassUID: '1.2', ReferencedSOPInstanceUID: '1.3' }],
  },
};

/** A JPEG head alone, for syntaxes that are refused before they are decoded. */
const JPEG_HEAD = Uint8Array.of(
  0xff,
  0xd8,
  0xff,
  0xc3,
  0,
  11,
  16,
  0,
  ROWS,
  0,
  COLUMNS,
  1,
  0,
  0x11,
  0,
  0xff,
  0xd9,
  0,
);

interface Encoders {
  readonly Context: new (attributes: Record<string, unknown>) => { getEncodedBuffer(): Uint8Array };
  readonly NativeCodecs: Record<
    'encodeJpeg' | 'encodeJpegLs' | 'encodeJpeg2000',
    (context: unknown, how: object) => { getEncodedBuffer(): Uint8Array }
  > & {
    initializeAsync(): Promise<void>;
    isInitialized(): boolean;
  };
}

/** Whole streams of the syntaxes that the WebAssembly decoders read. */
async function encodedSeeds(dataset: Uint8Array): Promise<Seed[]> {
  const { Context, NativeCodecs } = ((await import('dcmjs-codecs')) as unknown as { default: Encoders })
    .default;
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
  const attributes = {
    width: COLUMNS,
    height: ROWS,
    bitsAllocated: 16,
    bitsStored: 16,
    samplesPerPixel: 1,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: pixelsOf(1),
  };
  const kinds = [
    [
      'JPEG lossless',
      '1.2.840.10008.1.2.4.70',
      'encodeJpeg',
      { lossy: false, predictor: 1, pointTransform: 0 },
    ],
    ['JPEG-LS', '1.2.840.10008.1.2.4.80', 'encodeJpegLs', { lossy: false }],
    ['JPEG 2000', '1.2.840.10008.1.2.4.90', 'encodeJpeg2000', { lossy: false, progressionOrder: 0 }],
  ] as const;
  return kinds.map(([label, uid, method, how]) => {
    const frame = NativeCodecs[method](new Context(attributes), how).getEncodedBuffer().slice();
    const even = frame.length % 2 === 0 ? frame : Uint8Array.from([...frame, 0]);
    return { name: label, bytes: withSyntax(uid, encapsulate(dataset, [even])), decoded: true };
  });
}

function compressedSeeds(): Seed[] {
  const plain = formatDicom(sliceDraft(1));
  const dataset = plain.slice(metaEnd(plain));
  const P = '1.2.840.10008.1.2';
  const wrap = (uid: string, frame: Uint8Array): Uint8Array => withSyntax(uid, encapsulate(dataset, [frame]));
  return [
    { name: 'RLE', bytes: wrap(`${P}.5`, rleFrame()) },
    { name: 'MPEG-4', bytes: wrap(`${P}.4.102`, JPEG_HEAD) },
    { name: 'deflated', bytes: withSyntax(`${P}.1.99`, new Uint8Array(deflateRawSync(dataset))) },
    { name: 'big endian', bytes: withSyntax(`${P}.2`, bigEndian(plain)) },
  ];
}

/**
 * All seeds, every one readable or refused by name as it stands.
 */
export async function makeSeeds(): Promise<Seed[]> {
  const plain = formatDicom(sliceDraft(1));
  const { stack, mask } = stackAndMask();
  const images = Object.entries(VARIANTS).map(([name, changes]) => ({
    name,
    bytes: formatDicom(sliceDraft(1, changes)),
  }));
  const implicit = ['plain', 'nested ten', 'diffusion'].map((name) => ({
    name: `${name}, implicit`,
    bytes: formatDicom(sliceDraft(1, VARIANTS[name]!), { explicit: false }),
  }));
  const rtstruct = formatRtstruct(mask, stack, { created: CREATED });
  return [
    ...images,
    ...implicit,
    ...compressedSeeds(),
    ...(await encodedSeeds(plain.slice(metaEnd(plain)))),
    { name: 'bare data set', bytes: plain.slice(metaEnd(plain)) },
    { name: 'enhanced', bytes: enhancedInput(3).bytes },
    { name: 'SEG', bytes: formatSeg(mask, stack, { created: CREATED }) },
    { name: 'RTSTRUCT', bytes: rtstruct },
    {
      name: 'one contour',
      bytes: formatRtstruct({ ...mask, labels: mask.labels.slice(0, 1) }, stack, { created: CREATED }),
    },
  ];
}
