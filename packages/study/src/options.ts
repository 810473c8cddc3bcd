/**
 * Whether the options of a call are ones that the function knows.
 *
 * Reads names only, gives an error that lists the known ones. Values are checked where they are used.
 */
import { StudyError } from './errors.ts';

/** Every option of a function with its default, or null where it has none. */
export type KnownOptions<Options> = {
  readonly [Name in keyof Required<Options>]: string | number | boolean | null;
};

function describe([name, preset]: [string, unknown]): string {
  return preset === null ? name : `${name} (default ${String(preset)})`;
}

/**
 * Refuses options with a name that the function does not know, so that a misspelt one is not left out in silence.
 *
 * @param given What the caller handed over.
 * @param known Every name the function knows, in the order of its documentation.
 * @throws StudyError `options/unknown-key` with the known names and their defaults.
 * @example
 * checkOptions({ fodler: 'a' }, { folder: null, attempts: 5 });
 * // Unknown option fodler. Known options: folder, attempts (default 5).
 */
export function checkOptions<Options extends object>(given: Options, known: KnownOptions<Options>): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  throw new StudyError(
    'options/unknown-key',
    {
      found: `Unknown option${unknown.length === 1 ? '' : 's'} ${unknown.join(', ')}.`,
      needed: `Known options: ${Object.entries(known).map(describe).join(', ')}.`,
      remedy: 'Correct the name or leave it out.',
    },
    { options: unknown },
  );
}
