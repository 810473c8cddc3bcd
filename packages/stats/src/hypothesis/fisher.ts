/**
 * Whether two categorical columns are associated, exactly, whatever the counts.
 *
 * Reads a table of counts, gives Fisher's P; for 2 x 2 also the conditional odds ratio with its exact interval, solved to
 * full precision. Knows no order of categories.
 */
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';
import { conditionalOf, oddsRatioOf, sumRange, tilted } from './conditional-odds-ratio.ts';
import { type CountsTable, countsTable } from './counts-table.ts';
import { exactTableP } from './fisher-table.ts';

/** Options of `fisherTest`. */
export interface FisherOptions {
  /** Confidence level of the odds ratio. Default 0.95. */
  readonly level: number;
}

const DEFAULTS = Object.freeze({ level: 0.95 });

/** Tables this much more probable than the observed one still count as equally probable, as in R. */
const TOLERANCE = 1 + 1e-7;

/** Fisher's test. */
export interface FisherTest {
  /** Two-sided P: probability of tables at most as probable as this one. */
  readonly p: number;
  /** P of an odds ratio below 1; null for tables larger than 2 x 2. */
  readonly pLess: number | null;
  /** P of an odds ratio above 1; null for tables larger than 2 x 2. */
  readonly pGreater: number | null;
  /** Conditional maximum likelihood odds ratio with exact limits; null for larger tables. */
  readonly oddsRatio: Estimate | null;
  /** Cross-product ratio ad / bc; infinite for bc = 0, null for 0 / 0 and larger tables. */
  readonly sampleOddsRatio: number | null;
}

function fourfold(table: CountsTable, level: number): FisherTest {
  const [[a, b], [c, d]] = table.cells as unknown as [[number, number], [number, number]];
  const conditional = conditionalOf(table);
  const at = a - conditional.low;
  const probabilities = tilted(conditional, 0);
  const limit = probabilities[at]! * TOLERANCE;
  const p = probabilities.reduce((sum, probability) => sum + (probability <= limit ? probability : 0), 0);
  return {
    p: Math.min(1, p),
    pLess: Math.min(1, sumRange(probabilities, 0, at + 1)),
    pGreater: Math.min(1, sumRange(probabilities, at, probabilities.length)),
    oddsRatio: oddsRatioOf(conditional, at, level),
    sampleOddsRatio: a * d === 0 && b * c === 0 ? null : (a * d) / (b * c),
  };
}

/**
 * Fisher's exact test of a table of counts.
 *
 * @param cells Rows of counts, at least 2 x 2.
 * @param options Confidence level.
 * @throws StatsError `tests/table`; `tests/too-large` when a large table has too many relatives to visit.
 * @example
 * fisherTest([[3, 1], [1, 3]]).p; // 0.4857
 * @see Fisher, J R Stat Soc 98 (1935) 39-82; Mehta and Patel, JASA 78 (1983) 427-434. R: fisher.test, whose odds ratio
 * and limits are good to 3-5 digits only.
 */
export function fisherTest(
  cells: readonly (readonly number[])[],
  options: Partial<FisherOptions> = {},
): FisherTest {
  const { level } = checkOptions(options, DEFAULTS);
  requireLevel(level);
  const table = countsTable(cells);
  if (table.rows.length === 2 && table.columns.length === 2) return fourfold(table, level);
  const p = exactTableP(table, TOLERANCE);
  return { p, pLess: null, pGreater: null, oddsRatio: null, sampleOddsRatio: null };
}
