/**
 * One scan of a labelled grid: signal, texture, point spread, coil sensitivity, Rician noise, arbitrary scale.
 *
 * Reads labels and a scan protocol, gives 16-bit intensities. Knows nothing of patients or files.
 *
 * @see Gudbjartsson and Patz, Magn Reson Med 34 (1995) 910-914 (noise of magnitude images).
 */

import type { Random } from '@mriscore/stats';
import { LABEL, TISSUES } from '../anatomy/tissue.ts';
import { type Tumour, tumourTissue } from '../anatomy/tumour.ts';
import { mix, TABLE_SIZE } from '../fast-noise.ts';
import type { LabelledGrid } from './labelled-grid.ts';
import { type Centre, type ScanProtocol, signalOf } from './scanner.ts';

/** What a scan is made with. */
export interface Scan {
  readonly centre: Centre;
  readonly protocol: ScanProtocol;
  readonly tumour: Tumour;
  /** Key of the tissue's texture, shared by a patient's scans. */
  readonly textureKey: number;
  /** From `normalTable()`. */
  readonly table: Float32Array;
}

/** Side of the texture's repeating tile in mm. */
const TILE = 128;

/** Signal of a tissue with its contrast agent and what fat suppression leaves. */
function tissueSignal(
  { centre, protocol }: Scan,
  tissue: { protonDensity: number; t1Ms: number; t2Ms: number; uptakeMm: number; fat: number },
): number {
  const uptake = protocol.contrast ? tissue.uptakeMm : 0;
  const signal = signalOf(protocol.pulse, {
    protonDensity: tissue.protonDensity,
    r1PerS: 1000 / tissue.t1Ms + centre.r1 * uptake,
    r2PerS: 1000 / tissue.t2Ms + centre.r2 * uptake,
  });
  return signal * (1 - tissue.fat * (1 - protocol.fatLeft));
}

/** Signal by label. */
function labelSignals(scan: Scan): Float32Array {
  const field = scan.centre.fieldIndex;
  return Float32Array.from(TISSUES, (tissue) =>
    tissueSignal(scan, { ...tissue, t1Ms: tissue.t1Ms[field], t2Ms: tissue.t2Ms[field] }),
  );
}

/** A repeating tile of normal numbers, smoothed over neighbours. */
function textureTile({ textureKey, table }: Scan): Float32Array {
  const raw = new Float32Array(TILE * TILE);
  for (let n = 0; n < raw.length; n++) raw[n] = table[mix(textureKey + n) & (TABLE_SIZE - 1)]!;
  const tile = new Float32Array(TILE * TILE);
  for (let n = 0; n < raw.length; n++) {
    const sum =
      raw[n]! +
      raw[(n + 1) % raw.length]! +
      raw[(n + TILE) % raw.length]! +
      raw[(n + TILE + 1) % raw.length]!;
    tile[n] = sum / 2;
  }
  return tile;
}

/** Noiseless signal of every voxel. */
function idealSignal(grid: LabelledGrid, scan: Scan): Float32Array {
  const { labels, axes, heightsMm, tumour } = grid;
  const signals = labelSignals(scan);
  const textures = Float32Array.from(TISSUES, (tissue) => tissue.texture);
  const tile = textureTile(scan);
  const columnOnTile = Int32Array.from(
    { length: axes.columns },
    (_, i) => (Math.round(axes.startMm[0] + i * axes.stepMm[0]) + 1024) % TILE,
  );
  const result = new Float32Array(labels.length);
  for (let n = 0; n < tumour.index.length; n++) {
    const voxel = { depth: tumour.depth[n]!, lump: tumour.lump[n]! };
    const tissue = tumourTissue(scan.tumour, voxel, scan.centre.fieldIndex);
    result[tumour.index[n]!] = tissueSignal(scan, { ...tissue, fat: 0 });
  }
  let at = 0;
  for (const heightMm of heightsMm) {
    const turn = Math.round(heightMm / 3 + 256) * 37;
    for (let j = 0; j < axes.rows; j++) {
      const rowOnTile = ((Math.round(axes.startMm[1] + j * axes.stepMm[1]) + 1024 + turn) % TILE) * TILE;
      for (let i = 0; i < axes.columns; i++, at++) {
        const label = labels[at]!;
        const plain = label === LABEL.tumour ? result[at]! : signals[label]!;
        result[at] = plain * (1 + textures[label]! * tile[rowOnTile + columnOnTile[i]!]!);
      }
    }
  }
  return result;
}

/** Spreads each voxel a little over its neighbours in the slice: weights 1 3 1 along columns, then rows. */
function spread(signal: Float32Array, columns: number): Float32Array {
  const along = new Float32Array(signal.length);
  for (let n = columns; n < signal.length - columns; n++) {
    along[n] = 0.2 * (signal[n - 1]! + signal[n + 1]!) + 0.6 * signal[n]!;
  }
  const result = new Float32Array(signal.length);
  for (let n = columns; n < signal.length - columns; n++) {
    result[n] = 0.2 * (along[n - columns]! + along[n + columns]!) + 0.6 * along[n]!;
  }
  return result;
}

/** A smooth factor along one axis: slope and bow drawn for this scan. */
function biasAlong(length: number, [slope, bow]: readonly [number, number]): Float32Array {
  return Float32Array.from({ length }, (_, n) => {
    const place = (2 * n) / Math.max(1, length - 1) - 1;
    return Math.exp(slope * place + bow * (place * place - 1 / 3));
  });
}

/**
 * Scans the grid.
 *
 * @param source Noise, bias field and scale of this scan are drawn from it.
 * @returns Intensities from 0 to 32767, as many as the grid has voxels.
 */
export function acquire(grid: LabelledGrid, scan: Scan, source: Random): Int16Array {
  const { columns, rows } = grid.axes;
  const signal = spread(idealSignal(grid, scan), columns);
  const muscle = labelSignals(scan)[LABEL.muscle]!;
  const gain = (scan.centre.unit * Math.exp(0.25 * source.normal())) / muscle;
  const noise = scan.centre.unit / scan.protocol.muscleToNoise;
  const strength = scan.centre.biasStrength;
  const draw = () => [strength * source.normal(), strength * source.normal()] as const;
  const [biasX, biasY, biasZ] = [
    biasAlong(columns, draw()),
    biasAlong(rows, draw()),
    biasAlong(grid.heightsMm.length, draw()),
  ];
  const key = source.integer(2 ** 32);
  const table = scan.table;
  const result = new Int16Array(signal.length);
  let at = 0;
  for (const slice of biasZ) {
    for (const row of biasY) {
      const scale = gain * slice * row;
      for (let i = 0; i < columns; i++, at++) {
        const bits = mix(key + at);
        const real = signal[at]! * scale * biasX[i]! + noise * table[bits & (TABLE_SIZE - 1)]!;
        const imaginary = noise * table[bits >>> 20]!;
        result[at] = Math.min(32767, Math.sqrt(real * real + imaginary * imaginary) + 0.5);
      }
    }
  }
  return result;
}
