/**
 * First-order and shape features of a region, as PyRadiomics defines them.
 *
 * Only names; nothing is done here.
 */

export type { SurfaceKind } from './cube.ts';
export { type FirstOrderFeatures, type FirstOrderOptions, firstOrderFeatures } from './first-order.ts';
export { type ShapeFeatures, type ShapeOptions, shapeFeatures } from './shape.ts';
