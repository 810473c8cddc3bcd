/**
 * Whether a value is kept from the forward to the backward pass, or computed again there.
 *
 * Reads a shape. Knows no operation.
 */

import { elements, type Shape } from './shape.ts';

/**
 * Elements from which on a value is computed again where that is cheap: 4 MiB. Networks have a hundred such values, so
 * smaller ones cost little memory together.
 */
const AGAIN_FROM = 2 ** 20;

/**
 * Whether to keep a value that could be computed again.
 *
 * @param shape Of the value.
 * @param againFrom Elements from which on it is computed again. Default 2^20.
 */
export function isKept(shape: Shape, againFrom = AGAIN_FROM): boolean {
  return elements(shape) < againFrom;
}
