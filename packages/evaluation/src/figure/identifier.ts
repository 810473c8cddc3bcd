/**
 * Names of files from names that people gave.
 */

/**
 * A name of letters, digits and hyphens. The place makes it unique, whatever the names are.
 *
 * @param kind What the figure shows, such as `roc`.
 * @param parts Places (from 1) and names, in order.
 * @example
 * identify('calibration', [2, 'training, tuning part']); // 'calibration-2-training-tuning-part'
 */
export function identify(
  kind: string,
  ...parts: readonly (readonly [place: number, name: string])[]
): string {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 24)
      .replace(/-+$/, '');
  const pieces = parts.flatMap(([place, name]) => [String(place), plain(name)]);
  return [kind, ...pieces].filter((piece) => piece !== '').join('-');
}
