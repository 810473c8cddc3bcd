/**
 * Whether the options of a call are ones that the function knows.
 *
 * Reads names only, gives an error that lists the known ones. Values are checked where they are used.
 */

import { ModelError } from './errors.ts';

/** Every option of a function with its default; `undefined` where it has none. */
export type KnownOptions<Options extends object> = { readonly [Name in keyof Required<Options>]: unknown };

function describe([name, preset]: readonly [string, unknown]): string {
  return preset === undefined ? name : `${name} (default ${String(preset)})`;
}

/**
 * Refuses options with a name that the function does not know, so that a misspelt one is not left out in silence.
 *
 * @param given What the caller handed over.
 * @param known Every name the function knows, in the order of its documentation, with its default.
 * @throws ModelError `options/unknown-key` with the known names and their defaults.
 * @example
 * checkOptions({ sizepx: 96 }, { sizePx: undefined, marginMm: 10 });
 * // Unknown option sizepx. Known options: sizePx, marginMm (default 10).
 */
export function checkOptions<Options extends object>(given: Options, known: KnownOptions<Options>): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  throw new ModelError(
    'options/unknown-key',
    {
      found: `Unknown option${unknown.length === 1 ? '' : 's'} ${unknown.join(', ')}.`,
      needed: `Known options: ${Object.entries(known).map(describe).join(', ')}.`,
      remedy: 'Correct the name or leave it out.',
    },
    { options: unknown },
  );
}
