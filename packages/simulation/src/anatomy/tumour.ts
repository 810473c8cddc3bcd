/**
 * The tumour of one patient: where it lies, how it is bounded, and what severity does to its tissue.
 *
 * Reads severity, subsite and randomness; gives depth below the surface, relaxation times and contrast uptake at any
 * place. Places are in the body's frame in mm. Knows nothing of voxels or sequences.
 */

import type { Random } from '@mriscore/stats';
import { type SmoothNoise, smoothNoise } from '../fast-noise.ts';
import type { Subsite } from '../plan/patient-plan.ts';
import { LABEL, TISSUES } from './tissue.ts';

/** A tumour as drawn for one patient. */
export interface Tumour {
  readonly centreMm: readonly [x: number, y: number, height: number];
  readonly radiiMm: readonly [x: number, y: number, height: number];
  /** Severity from 0 (least) to 1 (most): the latent, cut at 2.5 standard deviations. */
  readonly severity: number;
  /** Chance differences between patients that say nothing about severity. About 1 each. */
  readonly uptakeFactor: number;
  readonly t1Factor: number;
  readonly t2Factor: number;
  /** Irregularity of the surface. */
  readonly surface: SmoothNoise;
  /** Lumps of dead and living tissue. */
  readonly lumps: SmoothNoise;
}

/** Centre of a typical tumour of each subsite, for the right side; left is mirrored. */
const CENTRES_MM: Readonly<Record<Subsite, readonly [number, number, number]>> = {
  oropharynx: [-15, -12, 14],
  'oral cavity': [-11, -28, 22],
  hypopharynx: [-14, -10, -14],
  larynx: [-8, -19, -22],
};

/** What a tumour is drawn from. */
export interface TumourCauses {
  readonly subsite: Subsite;
  /** Latent imaging severity, standard normal. */
  readonly imaging: number;
  /** From `normalTable()`. */
  readonly table: Float32Array;
}

/** Draws a tumour. */
export function drawTumour(source: Random, { subsite, imaging, table }: TumourCauses): Tumour {
  const [x, y, height] = CENTRES_MM[subsite];
  const side = source.uniform() < 0.5 ? -1 : 1;
  const radius = Math.min(17.5, Math.max(11.5, 14.2 * Math.exp(0.14 * source.normal())));
  const stretch = () => radius * Math.exp(0.09 * source.normal());
  const key = () => source.integer(2 ** 32);
  return {
    centreMm: [side * x + 2 * source.normal(), y + 2 * source.normal(), height + 2 * source.normal()],
    radiiMm: [stretch(), stretch(), stretch() * 1.05],
    severity: (Math.min(2.5, Math.max(-2.5, imaging)) + 2.5) / 5,
    uptakeFactor: Math.exp(0.08 * source.normal()),
    t1Factor: Math.exp(0.04 * source.normal()),
    t2Factor: Math.exp(0.06 * source.normal()),
    surface: smoothNoise(9, key(), table),
    lumps: smoothNoise(3.4, key(), table),
  };
}

/**
 * Depth of a place below the tumour's surface, in mm; 0 or less is outside.
 *
 * The surface is an ellipsoid whose radius varies smoothly by about a seventh.
 */
export function depthMm(tumour: Tumour, [x, y, height]: readonly [number, number, number]): number {
  const [cx, cy, ch] = tumour.centreMm;
  const [rx, ry, rh] = tumour.radiiMm;
  const distance = Math.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 + ((height - ch) / rh) ** 2);
  if (distance > 1.5) return -1;
  return (1 + 0.14 * tumour.surface(x, y, height) - distance) * Math.min(rx, ry, rh);
}

/** What the tumour is at one place. */
export interface TumourTissue {
  readonly protonDensity: number;
  readonly t1Ms: number;
  readonly t2Ms: number;
  /** Contrast agent after injection, in mmol/l. */
  readonly uptakeMm: number;
}

/** Weight of the rim: 1 at the surface, 0 from 5 mm below. */
function rimWeight(depth: number): number {
  const t = Math.min(1, Math.max(0, (depth - 1.5) / 3.5));
  return 1 - t * t * (3 - 2 * t);
}

/**
 * Tissue at a place inside the tumour.
 *
 * With severity the rim takes up more contrast agent and the core less and in lumps (strong, seen in T1c), the core's
 * T2 grows and becomes patchy (seen in T2), and its T1 grows (weaker, seen in T1).
 *
 * @param depth From `depthMm`, > 0.
 * @param lump Value of `tumour.lumps` at the place.
 * @param fieldIndex 0 at 1.5 T, 1 at 3 T.
 */
export function tumourTissue(
  tumour: Tumour,
  { depth, lump }: { readonly depth: number; readonly lump: number },
  fieldIndex: 0 | 1,
): TumourTissue {
  const plain = TISSUES[LABEL.tumour]!;
  const s = tumour.severity;
  const rim = rimWeight(depth);
  const core = 1 - rim;
  const rimUptake = 0.06 + 0.84 * s;
  const coreUptake = Math.max(0, 0.5 - 0.49 * s + (0.03 + 0.24 * s) * lump);
  return {
    protonDensity: plain.protonDensity,
    t1Ms: plain.t1Ms[fieldIndex] * tumour.t1Factor * (1 + 1.2 * s * core),
    t2Ms: plain.t2Ms[fieldIndex] * tumour.t2Factor * Math.max(0.5, 1 + 1.8 * s * core + 0.6 * s * lump),
    uptakeMm: tumour.uptakeFactor * (rim * rimUptake + core * coreUptake),
  };
}
