/**
 * Whether readers, measurements and masks agree.
 *
 * Reads ratings, pairs of values or two masks; gives coefficients with their intervals. Knows no truth.
 */
export { type BlandAltman, blandAltman } from './bland-altman.ts';
export type { Category } from './categories.ts';
export { type FleissKappa, fleissKappa } from './fleiss-kappa.ts';
export { type Icc, type IccForm, type IccTable, icc } from './icc.ts';
export { type Kappa, type KappaTable, kappa } from './kappa.ts';
export type { MaskPair } from './mask-pair.ts';
export { compareMasks, type MaskAgreement } from './masks.ts';
export type { SurfaceDistances } from './surface-distances.ts';
