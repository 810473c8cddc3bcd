/**
 * Whether two categorical columns are associated, exactly, whatever the counts.
 *
 * Reads a table of counts, gives Fisher's P; for 2 x 2 also the conditional odds ratio with its exact interval, solved to
 * full precision. Knows no order of categories.
 */
import { hypergeometricProbability } from '../distributions/discrete.ts';
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';
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

/** The distribution of the first cell given the margins: log probabilities at odds ratio 1. */
interface Conditional {
  readonly low: number;
  readonly logs: Float64Array;
}

function conditionalOf(table: CountsTable): Conditional {
  const urn = { marked: table.columns[0]!, unmarked: table.columns[1]!, drawn: table.rows[0]! };
  const low = Math.max(0, urn.drawn - urn.unmarked);
  const high = Math.min(urn.marked, urn.drawn);
  const logs = new Float64Array(high - low + 1);
  const mode = Math.min(
    high,
    Math.max(low, Math.floor(((urn.drawn + 1) * (urn.marked + 1)) / (table.total + 2))),
  );
  logs[mode - low] = Math.log(hypergeometricProbability(mode, urn));
  const step = (k: number) =>
    Math.log(((urn.marked - k) * (urn.drawn - k)) / ((k + 1) * (urn.unmarked - urn.drawn + k + 1)));
  for (let k = mode; k < high; k++) logs[k + 1 - low] = logs[k - low]! + step(k);
  for (let k = mode; k > low; k--) logs[k - 1 - low] = logs[k - low]! - step(k - 1);
  return { low, logs };
}

/** Probabilities of the first cell when the log odds ratio is `logOdds`. */
function tilted(conditional: Conditional, logOdds: number): Float64Array {
  const raised = conditional.logs.map((log, i) => log + i * logOdds);
  const top = raised.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = raised.map((log) => Math.exp(log - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function sumRange(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}

function meanIndex(probabilities: Float64Array): number {
  return probabilities.reduce((sum, p, i) => sum + p * i, 0);
}

/** Root of a rising function of the log odds ratio, by halving. */
function solveLogOdds(rising: (logOdds: number) => number): number {
  let low = -1;
  let high = 1;
  while (rising(low) > 0) low *= 2;
  while (rising(high) < 0) high *= 2;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function oddsRatioOf(conditional: Conditional, at: number, level: number): Estimate {
  const method = 'conditional maximum likelihood, exact limits';
  const size = conditional.logs.length;
  const last = size - 1;
  const alpha = (1 - level) / 2;
  if (last === 0) {
    const reason = 'The margins leave one table only: the odds ratio is not defined.';
    return { value: null, lower: 0, upper: Number.POSITIVE_INFINITY, level, method, reason };
  }
  const estimate = () => Math.exp(solveLogOdds((w) => meanIndex(tilted(conditional, w)) - at));
  const lower = () => Math.exp(solveLogOdds((w) => sumRange(tilted(conditional, w), at, size) - alpha));
  const upper = () => Math.exp(solveLogOdds((w) => alpha - sumRange(tilted(conditional, w), 0, at + 1)));
  return {
    value: at === 0 ? 0 : at === last ? Number.POSITIVE_INFINITY : estimate(),
    lower: at === 0 ? 0 : lower(),
    upper: at === last ? Number.POSITIVE_INFINITY : upper(),
    level,
    method,
  };
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
