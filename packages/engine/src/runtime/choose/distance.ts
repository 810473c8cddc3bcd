/**
 * How far two vectors are apart. Runs in browsers too.
 */

/**
 * Length of the difference of two vectors relative to the length of the second.
 *
 * @param found What was computed.
 * @param expected The reference; when it is zero throughout, the absolute length is given.
 */
export function relativeDistance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, length] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference += (found[i]! - expected[i]!) ** 2;
    length += expected[i]! ** 2;
  }
  return Math.sqrt(length > 0 ? difference / length : difference);
}
