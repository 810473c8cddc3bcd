/**
 * Whether the options of a call are ones that the function knows, and what they are with the defaults filled in.
 *
 * Reads what a caller wrote and the table of known names with their defaults, gives all options; refuses a name that is
 * not in the table, so that a misspelt one is not left out in silence. Knows no statistic, and judges no value but a
 * confidence level.
 */
import { StatsError } from './errors.ts';

/** Every option of a function with its default; undefined where it has none. */
export type KnownOptions<Options> = {
  readonly [Name in keyof Options]-?: Options[Name] | undefined;
};

/** Options after `checkOptions`: those with a default are there. */
export type FilledOptions<Options, Known> = {
  readonly [Name in keyof Options as Name extends keyof Known
    ? Known[Name] extends undefined
      ? never
      : Name
    : never]-?: Exclude<Options[Name], undefined>;
} & Options;

function describe([name, preset]: [string, unknown]): string {
  if (preset === undefined || preset === null) return name;
  return `${name} (default ${typeof preset === 'object' ? JSON.stringify(preset) : String(preset)})`;
}

/**
 * Refuses options with a name that the function does not know. Costs no allocation, for functions called in loops.
 *
 * @param given What the caller wrote.
 * @param known Every name the function knows, in the order of its documentation.
 * @throws StatsError `options/unknown-key` with the known names and their defaults.
 */
export function requireKnown(given: object, known: Readonly<Record<string, unknown>>): void {
  for (const name in given) {
    if (Object.hasOwn(known, name)) continue;
    throw new StatsError(
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

/**
 * The options of a call with the defaults where the caller wrote nothing.
 *
 * @param given What the caller wrote; a missing or undefined value means the default.
 * @param known Every name the function knows with its default, in the order of its documentation.
 * @returns A new object; neither argument is changed.
 * @throws StatsError `options/unknown-key` with the known names and their defaults.
 * @example
 * checkOptions({ scoreTolerence: 1e-6 }, { scoreTolerance: 1e-8 });
 * // Unknown option scoreTolerence. Known options: scoreTolerance (default 1e-8).
 */
export function checkOptions<Options extends object, Known extends KnownOptions<Options>>(
  given: Options,
  known: Known,
): FilledOptions<Options, Known> {
  requireKnown(given, known);
  const filled: Record<string, unknown> = {};
  for (const [name, preset] of Object.entries(known)) {
    const value = given[name as keyof Options];
    const chosen = value === undefined ? preset : value;
    if (chosen !== undefined) filled[name] = chosen;
  }
  return filled as FilledOptions<Options, Known>;
}

/**
 * Refuses a confidence level that is not between 0 and 1.
 *
 * @param level Confidence level, say 0.95.
 * @throws StatsError `input/option`.
 */
export function requireLevel(level: number): void {
  if (level > 0 && level < 1) return;
  throw new StatsError('input/option', {
    found: `Found ${level} as confidence level.`,
    needed: 'Needed a number above 0 and below 1.',
    remedy: 'Pass 0.95 for a 95 % interval.',
  });
}
