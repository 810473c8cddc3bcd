/**
 * First-order and shape features of a region, as PyRadiomics defines them.
 *
 * Only names; nothing is done here.
 */
export { type FirstOrderFeatures, type FirstOrderOptions, firstOrderFeatures } from './first-order.ts';
export { type ShapeFeatures, type ShapeOptions, shapeFeatures } from './shape.ts';
export type { SurfaceKind } from './surface.ts';
