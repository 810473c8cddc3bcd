/**
 * Whether the options of a call are ones that the function knows.
 *
 * Reads names only, gives an error that lists the known ones. Values are checked where they are used.
 */
import { SimulationError } from './errors.ts';

/** Every option of a function; none has a default. */
export type KnownOptions<Options> = {
  readonly [Name in keyof Required<Options>]: null;
};

/**
 * Refuses options with a name that the function does not know, so that a misspelt one is not left out in silence.
 *
 * @param given What the caller handed over.
 * @param known Every name the function knows, in the order of its documentation.
 * @throws SimulationError `options/unknown-key` with the known names.
 * @example
 * checkOptions({ patient: 40 }, { patients: null, seed: null });
 * // Unknown option patient. Known options: patients, seed.
 */
export function checkOptions<Options extends object>(given: Options, known: KnownOptions<Options>): void {
  for (const name in given) {
    if (Object.hasOwn(known, name)) continue;
    throw new SimulationError(
      'options/unknown-key',
      {
        found: `Unknown option ${name}.`,
        needed: `Known options: ${Object.keys(known).join(', ')}.`,
        remedy: 'Correct the name or leave it out.',
      },
      { option: name },
    );
  }
}
