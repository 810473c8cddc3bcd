/**
 * Siemens mosaics: many slices laid out as tiles of one image, taken apart into placed slices.
 *
 * Reads the vendor's private header (CSA2, or the plain private attribute with the number of tiles). A mosaic whose
 * layout cannot be proved is refused. Source: the vendor's conformance statements and nipy.org's description.
 */
import { VolumeError } from '../../errors.ts';
import type { Triple } from '../../volume.ts';
import type { DicomDataset } from '../parse/dataset.ts';
import { findText, findTexts, numbersOfElement } from '../parse/value.ts';
import type { DicomSlice } from './slice.ts';

const CSA_IMAGE_HEADER = 0x00291010;
const TILE_COUNT = 0x0019100a;
const TAG_HEAD = 84;
const ITEM_HEAD = 16;
const MAXIMUM_CSA_TAGS = 1000;

/** What a mosaic's private header says. */
export interface Mosaic {
  /** Number of slices. */
  readonly tiles: number;
  /** Direction (LPS) in which the slices follow each other, when the header gives it. */
  readonly normal?: Triple;
}

function refuse(found: string): never {
  throw new VolumeError('series/mosaic', {
    found,
    needed: 'The number of tiles and the direction of the slices are needed to take a mosaic apart.',
    remedy: 'Export the series without mosaic, or with its private attributes.',
  });
}

function nullTerminated(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end)).trim();
}

/**
 * The text values of one entry of a CSA2 header, or undefined when the header is not CSA2, damaged, or without it.
 *
 * @param csa Value of (0029,1010) or (0029,1020).
 */
export function findCsa(csa: Uint8Array, name: string): string[] | undefined {
  if (csa.length < 16 || nullTerminated(csa.subarray(0, 4)) !== 'SV10') return undefined;
  const view = new DataView(csa.buffer, csa.byteOffset, csa.byteLength);
  const tags = Math.min(view.getUint32(8, true), MAXIMUM_CSA_TAGS);
  let at = 16;
  for (let n = 0; n < tags && at + TAG_HEAD <= csa.length; n++) {
    const wanted = nullTerminated(csa.subarray(at, at + 64)) === name;
    const items = view.getUint32(at + 76, true);
    at += TAG_HEAD;
    const values: string[] = [];
    for (let item = 0; item < items; item++) {
      if (at + ITEM_HEAD > csa.length) return undefined;
      const length = view.getUint32(at + 4, true);
      at += ITEM_HEAD;
      if (length > csa.length - at) return undefined;
      if (wanted && length > 0) values.push(nullTerminated(csa.subarray(at, at + length)));
      at += Math.ceil(length / 4) * 4;
    }
    if (wanted) return values.filter((v) => v !== '');
  }
  return undefined;
}

function csaNumbers(csa: Uint8Array, name: string): number[] {
  return (findCsa(csa, name) ?? []).map(Number).filter(Number.isFinite);
}

/**
 * What the header says of a mosaic, or undefined when the image is none.
 *
 * @throws VolumeError `series/mosaic` when it is one but does not say how many tiles it has.
 */
export function findMosaic(dataset: DicomDataset): Mosaic | undefined {
  if (!findTexts(dataset, 'ImageType').includes('MOSAIC')) return undefined;
  if (!/siemens/i.test(findText(dataset, 'Manufacturer') ?? 'siemens')) return undefined;
  const csa = dataset.elements.get(CSA_IMAGE_HEADER)?.value ?? new Uint8Array(0);
  const plain = dataset.elements.get(TILE_COUNT);
  const stated = plain !== undefined && plain.vr !== 'UN' ? numbersOfElement(dataset, plain)[0] : undefined;
  const tiles = stated ?? csaNumbers(csa, 'NumberOfImagesInMosaic')[0];
  if (tiles === undefined || !Number.isInteger(tiles) || tiles < 1)
    return refuse('Found a mosaic without its number of tiles.');
  const normal = csaNumbers(csa, 'SliceNormalVector');
  return normal.length === 3 ? { tiles, normal: [normal[0]!, normal[1]!, normal[2]!] } : { tiles };
}

/**
 * The slices of a mosaic.
 *
 * The header's position is that of the whole mosaic's corner as if it were one large image around the same centre.
 *
 * @throws VolumeError `series/mosaic`.
 */
export function mosaicTiles(slice: DicomSlice, mosaic: Mosaic): DicomSlice[] {
  const { place, spacingBetweenMm } = slice;
  const across = Math.ceil(Math.sqrt(mosaic.tiles));
  const [rows, columns] = [slice.rows / across, slice.columns / across];
  if (!Number.isInteger(rows) || !Number.isInteger(columns)) {
    refuse(`Found ${slice.columns} x ${slice.rows} pixels for ${mosaic.tiles} tiles.`);
  }
  const { normal } = mosaic;
  if (place === undefined || normal === undefined || spacingBetweenMm === undefined) {
    return refuse('Found a mosaic without the direction or the distance of its slices.');
  }
  const { rowDirection: r, columnDirection: c, positionLpsMm: p, pixelMm } = place;
  const [inRow, inColumn] = [
    ((slice.columns - columns) / 2) * pixelMm[0],
    ((slice.rows - rows) / 2) * pixelMm[1],
  ];
  const at = (axis: 0 | 1 | 2, n: number): number =>
    p[axis] + r[axis] * inRow + c[axis] * inColumn + normal[axis] * spacingBetweenMm * n;
  return Array.from({ length: mosaic.tiles }, (_, n) => ({
    ...slice,
    rows,
    columns,
    tile: { firstRow: Math.floor(n / across) * rows, firstColumn: (n % across) * columns },
    place: { ...place, positionLpsMm: [at(0, n), at(1, n), at(2, n)] as const },
  }));
}
