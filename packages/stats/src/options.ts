/**
 * How options are read.
 *
 * Reads what a caller wrote and the defaults, gives all options; refuses names it does not know. Knows no statistic.
 */
import { StatsError } from './errors.ts';

/**
 * Defaults with what the caller wrote on top.
 *
 * @param given What the caller wrote; a missing or undefined value means the default.
 * @param defaults Every known option with its default.
 * @throws StatsError `input/option` for a name that is not among the defaults.
 */
export function readOptions<T extends object>(given: { [K in keyof T]?: T[K] | undefined }, defaults: T): T {
  const result = { ...defaults };
  for (const key of Object.keys(given)) {
    if (!(key in defaults)) {
      const known = Object.entries(defaults).map(
        ([name, value]) => `${name} (default ${JSON.stringify(value)})`,
      );
      throw new StatsError('input/option', {
        found: `Found the unknown option ${key}.`,
        needed: `Needed one of: ${known.join(', ')}.`,
        remedy: 'Correct the name or leave it out.',
      });
    }
    const value = given[key as keyof T];
    if (value !== undefined) result[key as keyof T] = value;
  }
  return result;
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
