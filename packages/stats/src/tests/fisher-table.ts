/**
 * How probable tables at most as probable as the observed one are, for tables larger than 2 x 2.
 *
 * Reads a table with its margins, gives the sum. Walks column by column; tables that share what is left are counted
 * together, and branches that count entirely or not at all are not walked. Knows no odds ratio.
 */
import { logGamma } from '../distributions/gamma-function.ts';
import { StatsError } from '../errors.ts';
import type { CountsTable } from './counts-table.ts';

/** Most distinct partial tables kept at a time. */
const MOST_STATES = 3e6;

function logFactorials(n: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) => (k < 2 ? 0 : logGamma(k + 1)));
}

/** The table turned so that the walk is along the longer side; empty lines are dropped. */
interface Walk {
  /** Sums across the walk: what each line still has to give. */
  readonly lines: number[];
  /** Sums of the steps of the walk. */
  readonly steps: number[];
  /** log k!. */
  readonly factorial: Float64Array;
  /** Minus the sum of log cell! of the observed table, with tolerance. */
  readonly limit: number;
}

function walkOf(table: CountsTable, tolerance: number): Walk {
  const factorial = logFactorials(table.total);
  const rows = table.rows.filter((sum) => sum > 0);
  const columns = table.columns.filter((sum) => sum > 0);
  const [lines, steps] = rows.length <= columns.length ? [rows, columns] : [columns, rows];
  const observed = table.cells.flat().reduce((sum, cell) => sum - factorial[cell]!, 0);
  const ordered = steps.toSorted((a, b) => b - a);
  return {
    lines: lines.toSorted((a, b) => a - b),
    steps: ordered,
    factorial,
    limit: observed + Math.log(tolerance),
  };
}

/** Partial tables that leave the same: what they leave, and how often each log weight occurs. */
interface Node {
  readonly left: readonly number[];
  readonly pasts: Map<number, { past: number; count: number }>;
}

/** Bounds and total of all completions of a node, on the log scale. */
function completions(walk: Walk, left: readonly number[], from: number) {
  const steps = walk.steps.slice(from);
  const rest = left.reduce((sum, value) => sum + value, 0);
  const spread = (sums: readonly number[], over: number) =>
    sums.reduce((sum, value) => sum - over * logGamma(value / over + 1), 0);
  const packed = (sums: readonly number[]) => sums.reduce((sum, value) => sum - walk.factorial[value]!, 0);
  return {
    most: Math.min(spread(left, steps.length), spread(steps, left.length)),
    least: Math.max(packed(left), packed(steps)),
    total: walk.factorial[rest]! + packed(left) + packed(steps),
  };
}

/** Calls back with every way to take `sum` from the lines, and the log weight it adds. */
function eachStep(
  left: readonly number[],
  sum: number,
  walk: Walk,
  visit: (after: number[], weight: number) => void,
): void {
  const after = left.slice();
  const behind = left.map((_, i) => left.slice(i + 1).reduce((total, value) => total + value, 0));
  const place = (line: number, toPlace: number, weight: number) => {
    if (line === left.length) {
      visit(after, weight);
      return;
    }
    const most = Math.min(left[line]!, toPlace);
    for (let cell = Math.max(0, toPlace - behind[line]!); cell <= most; cell++) {
      after[line] = left[line]! - cell;
      place(line + 1, toPlace - cell, weight - walk.factorial[cell]!);
    }
  };
  place(0, sum, 0);
}

function addPast(nodes: Map<string, Node>, after: readonly number[], past: number, count: number): boolean {
  const left = after.toSorted((a, b) => a - b);
  const key = left.join();
  let node = nodes.get(key);
  if (node === undefined) {
    node = { left, pasts: new Map() };
    nodes.set(key, node);
  }
  const rounded = Math.round(past * 1e9);
  const known = node.pasts.get(rounded);
  if (known === undefined) node.pasts.set(rounded, { past, count });
  else known.count += count;
  return known === undefined;
}

function tooLarge(table: CountsTable): StatsError {
  return new StatsError('tests/too-large', {
    found: `Found a ${table.rows.length} x ${table.columns.length} table of ${table.total} patients.`,
    needed: 'Needed one with fewer possible tables.',
    remedy: 'Join rare categories, or take the chi-squared test.',
  });
}

/**
 * Probability of all tables with these margins that are at most as probable as the observed one.
 *
 * @param table The observed table.
 * @param tolerance Factor by which a table may be more probable and still count.
 * @throws StatsError `tests/too-large`.
 */
export function exactTableP(table: CountsTable, tolerance: number): number {
  const walk = walkOf(table, tolerance);
  if (walk.lines.length < 2) return 1;
  const all = completions(walk, walk.lines, 0).total;
  let nodes = new Map<string, Node>();
  addPast(nodes, walk.lines, 0, 1);
  let p = 0;
  for (let step = 0; step < walk.steps.length; step++) {
    const next = new Map<string, Node>();
    let states = 0;
    for (const node of nodes.values()) {
      const bounds = completions(walk, node.left, step);
      const open: { past: number; count: number }[] = [];
      for (const entry of node.pasts.values()) {
        if (entry.past + bounds.most <= walk.limit)
          p += entry.count * Math.exp(entry.past + bounds.total - all);
        else if (entry.past + bounds.least <= walk.limit) open.push(entry);
      }
      if (open.length === 0) continue;
      eachStep(node.left, walk.steps[step]!, walk, (after, weight) => {
        for (const { past, count } of open) if (addPast(next, after, past + weight, count)) states++;
        if (states > MOST_STATES) throw tooLarge(table);
      });
    }
    nodes = next;
  }
  for (const node of nodes.values()) {
    for (const { past, count } of node.pasts.values())
      if (past <= walk.limit) p += count * Math.exp(past - all);
  }
  return Math.min(1, p);
}
