/**
 * Regions as sets of voxels: connected parts, distances, agreement of two drawings.
 *
 * Only names; nothing is done here.
 */
export { type Components, fillHolesInSlices, findComponents, largestComponent } from './components.ts';
export { squaredDistanceMm2 } from './distance.ts';
export { aggregateDice, type LabelOverlap, measureOverlap, type OverlapOptions } from './overlap.ts';
