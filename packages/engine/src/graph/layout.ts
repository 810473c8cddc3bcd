/**
 * How the extents of a graph value lie in memory under the gemm lowering.
 *
 * Reads shapes, gives extents. Knows that images become matrices of pixels by channels; nothing of operations.
 */

import type { Shape } from './shape.ts';

/**
 * Extents of a value under the gemm lowering: an image [N, H, W, C] is a matrix [N*H*W, C].
 *
 * @param shape Shape of the graph value.
 */
export function matrixExtents(shape: Shape): Shape {
  if (shape.length !== 4) return shape;
  return [shape[0]! * shape[1]! * shape[2]!, shape[3]!];
}
