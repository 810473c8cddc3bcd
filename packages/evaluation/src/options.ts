/**
 * Refuses an option that nobody knows, since a misspelt one would be left out in silence.
 */
import { EvaluationError } from './errors.ts';

function describe([name, value]: readonly [string, unknown]): string {
  return value === undefined ? name : `${name} (default ${JSON.stringify(value)})`;
}

/**
 * Lets options pass when each has a name that is known.
 *
 * @param given What the caller wrote.
 * @param known Name of each option -> its default; undefined where it has none and must be given.
 * @throws EvaluationError `options/unknown-key`, with the known options.
 * @example
 * checkOptions({ score: 'dls' }, { score: undefined, label: null }); // goes on
 */
export function checkOptions(given: object, known: object): void {
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(known, key));
  if (unknown === undefined) return;
  throw new EvaluationError(
    'options/unknown-key',
    {
      found: `Unknown option ${unknown}.`,
      needed: `Known options: ${Object.entries(known).map(describe).join(', ')}.`,
      remedy: 'Correct its name, or leave it out.',
    },
    { option: unknown },
  );
}
