/**
 * What shapes mean and how two of them combine.
 *
 * Reads and gives lists of extents. Knows nothing of data or of how a tensor lies in memory.
 */

import { EngineError } from '../errors.ts';

/** Extents of a tensor, outermost first. Four axes always mean an image: [batch, height, width, channels]. */
export type Shape = readonly number[];

/**
 * Number of elements of a shape.
 *
 * @param shape Extents, outermost first.
 */
export function elements(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/**
 * Whether two shapes are the same.
 *
 * @param a One shape.
 * @param b Another shape.
 */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/**
 * Raises a graph/shape error.
 *
 * @param operation Name of the operation that was being built.
 * @param found The shapes that were given.
 * @param needed One sentence on what they should have been.
 * @throws EngineError `graph/shape`, always.
 */
export function refuseShapes(operation: string, found: readonly Shape[], needed: string): never {
  const list = found.map((shape) => `[${shape.join(', ')}]`).join(' and ');
  throw new EngineError('graph/shape', {
    found: `Found ${list || 'no input'} for ${operation}.`,
    needed,
    remedy: 'Check the sizes of the network that is being built.',
  });
}

/**
 * The shape of an elementwise result, after NumPy's broadcasting rule.
 *
 * @param operation Name of the operation, for the message.
 * @param a Shape of the left operand.
 * @param b Shape of the right operand.
 * @throws EngineError `graph/shape` when an axis differs and neither extent is 1.
 */
export function broadcastShape(operation: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      refuseShapes(operation, [a, b], 'Needed extents that are equal or 1.');
    return Math.max(left, right);
  });
}
