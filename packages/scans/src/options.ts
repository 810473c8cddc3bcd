/**
 * Whether the options of a call are ones that the function knows.
 *
 * Reads names only, gives an error that lists the known ones. Values are checked where they are used.
 */
import { ScanError } from './errors.ts';

/** Every option of a function with its default, or null where it has none. */
export type KnownOptions<Options> = {
  readonly [Name in keyof Required<Options>]: string | number | boolean | object | null;
};

function describe([name, preset]: [string, unknown]): string {
  if (preset === null) return name;
  return `${name} (default ${typeof preset === 'object' ? JSON.stringify(preset) : String(preset)})`;
}

/**
 * Refuses options with a name that the function does not know, so that a misspelt one is not left out in silence.
 *
 * @param given What the caller handed over.
 * @param known Every name the function knows, in the order of its documentation.
 * @throws ScanError `options/unknown-key` with the known names and their defaults.
 * @example
 * checkOptions({ foce: true }, { force: false });
 * // Unknown option foce. Known options: force (default false).
 */
export function checkOptions<Options extends object>(given: Options, known: KnownOptions<Options>): void {
  for (const name in given) {
    if (Object.hasOwn(known, name)) continue;
    throw new ScanError(
      'options/unknown-key',
      {
        found: `Unknown option ${name}.`,
        needed: `Known options: ${Object.entries(known).map(describe).join(', ')}.`,
        remedy: 'Correct the name or leave it out.',
      },
      { option: name },
    );
  }
}
