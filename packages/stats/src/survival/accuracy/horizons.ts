/**
 * Whether times can be asked about.
 *
 * Reads months, throws for what no statistic over time can use.
 */
import { StatsError } from '../../errors.ts';

/**
 * Refuse times that are not finite and above 0.
 *
 * @throws StatsError `input/option`.
 */
export function checkHorizons(months: readonly number[]): void {
  const wrong = months.find((month) => !(Number.isFinite(month) && month > 0));
  if (months.length > 0 && wrong === undefined) return;
  throw new StatsError('input/option', {
    found: months.length === 0 ? 'Found no time.' : `Found a time of ${wrong}.`,
    needed: 'Needed at least one time, each finite and above 0 months.',
    remedy: 'Give the times at which the score is judged.',
  });
}
