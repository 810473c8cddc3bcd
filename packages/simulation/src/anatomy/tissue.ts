/**
 * What the tissues of a neck are to a scanner: proton density, relaxation times and contrast uptake.
 *
 * A table at two field strengths. Knows nothing of where a tissue lies or of sequences.
 *
 * @see Stanisz et al., Magn Reson Med 54 (2005) 507-512 (muscle, cord, blood, cartilage); de Bazelaire et al.,
 * Radiology 230 (2004) 652-659 (fat, marrow). Values marked "assumed" are set so that contrasts look as on a neck MRI.
 */

/** One tissue. Pairs are at 1.5 T and 3 T. */
export interface Tissue {
  /** Protons that give signal, water is 1. Lower stands for flow voids too. */
  readonly protonDensity: number;
  readonly t1Ms: readonly [at1p5T: number, at3T: number];
  readonly t2Ms: readonly [at1p5T: number, at3T: number];
  /** Contrast agent when the scan after injection is made, in mmol/l. */
  readonly uptakeMm: number;
  /** Share of the signal that is fat, which the scan after injection suppresses. 0 to 1. */
  readonly fat: number;
  /** Standard deviation of the fine texture, relative to the signal. */
  readonly texture: number;
}

/** What a voxel's label stands for: the index into `TISSUES`. */
export const LABEL = {
  outside: 0,
  airway: 1,
  skin: 2,
  fat: 3,
  muscle: 4,
  marrow: 5,
  cortex: 6,
  disc: 7,
  fluid: 8,
  cord: 9,
  artery: 10,
  vein: 11,
  gland: 12,
  mucosa: 13,
  cartilage: 14,
  node: 15,
  thyroid: 16,
  tongue: 17,
  tumour: 18,
} as const;

/** The value of a label. */
export type TissueLabel = (typeof LABEL)[keyof typeof LABEL];

type Row = readonly [
  protonDensity: number,
  t1Ms: readonly [number, number],
  t2Ms: readonly [number, number],
  uptakeMm: number,
  fat: number,
  texture: number,
];

const ROWS: Readonly<Record<keyof typeof LABEL, Row>> = {
  outside: [0, [1000, 1000], [50, 50], 0, 0, 0],
  airway: [0, [1000, 1000], [50, 50], 0, 0, 0],
  skin: [0.75, [800, 950], [35, 32], 0.15, 0.2, 0.05], // assumed
  fat: [0.95, [343, 382], [58, 68], 0.02, 0.9, 0.06],
  muscle: [0.8, [1008, 1412], [44, 50], 0.08, 0.05, 0.05],
  marrow: [0.75, [549, 586], [49, 49], 0.05, 0.5, 0.08],
  cortex: [0.06, [1000, 1000], [5, 5], 0, 0, 0],
  disc: [0.8, [1000, 1200], [75, 70], 0.02, 0, 0.05], // assumed
  fluid: [1, [4000, 4000], [1500, 1500], 0, 0, 0.02],
  cord: [0.75, [745, 993], [74, 78], 0.01, 0, 0.03],
  artery: [0.1, [1441, 1932], [290, 275], 0.9, 0, 0.1], // flow void
  vein: [0.45, [1441, 1932], [200, 180], 0.9, 0, 0.08], // slow flow
  gland: [0.85, [700, 850], [62, 58], 0.3, 0.25, 0.07], // assumed
  mucosa: [0.85, [950, 1250], [72, 70], 0.3, 0, 0.06], // assumed
  cartilage: [0.6, [1024, 1168], [30, 27], 0.05, 0.1, 0.06],
  node: [0.85, [950, 1250], [78, 76], 0.25, 0, 0.05], // assumed
  thyroid: [0.85, [850, 1100], [70, 66], 0.6, 0, 0.06], // assumed
  tongue: [0.82, [850, 1150], [48, 50], 0.1, 0.2, 0.08], // assumed: muscle with fat
  tumour: [0.88, [1050, 1400], [74, 72], 0, 0, 0.03], // assumed; uptake is in the tumour model
};

/** Tissues by label. */
export const TISSUES: readonly Tissue[] = Object.keys(LABEL).map((name) => {
  const [protonDensity, t1Ms, t2Ms, uptakeMm, fat, texture] = ROWS[name as keyof typeof LABEL];
  return { protonDensity, t1Ms, t2Ms, uptakeMm, fat, texture };
});
