/**
 * The odds ratio of a fourfold table given its margins.
 *
 * Reads the table, gives the conditional maximum-likelihood estimate with exact limits. Knows no larger table.
 */
import { hypergeometricProbability } from '../distributions/hypergeometric.ts';
import type { Estimate } from '../types.ts';
import type { CountsTable } from './counts-table.ts';

/** The distribution of the first cell given the margins: log probabilities at odds ratio 1. */
interface Conditional {
  readonly low: number;
  readonly logs: Float64Array;
}

/** The distribution of the first cell given the margins. */
export function conditionalOf(table: CountsTable): Conditional {
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
export function tilted(conditional: Conditional, logOdds: number): Float64Array {
  const raised = conditional.logs.map((log, i) => log + i * logOdds);
  const top = raised.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = raised.map((log) => Math.exp(log - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Sum of a stretch of probabilities. */
export function sumRange(values: Float64Array, from: number, to: number): number {
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

/** The odds ratio with exact limits. */
export function oddsRatioOf(conditional: Conditional, at: number, level: number): Estimate {
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
