/**
 * Whether readers, measurements and masks agree.
 *
 * Reads ratings, pairs of values or two masks; gives coefficients with their intervals. Knows no truth.
 */
export { type BlandAltman, blandAltman } from './bland-altman.ts';
export { type Icc, type IccForm, type IccTable, icc } from './icc.ts';
export { type Category, type FleissKappa, fleissKappa, type Kappa, type KappaTable, kappa } from './kappa.ts';
export { compareMasks, type MaskAgreement, type MaskPair, type SurfaceDistances } from './masks.ts';
