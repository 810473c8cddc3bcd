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

/**
 * Upper bound of minus the sum of log cell! over all tables with these margins, by Lagrange multipliers: those of
 * independence, with whole numbers in every cell.
 */
function mostEven(walk: Walk, left: readonly number[], steps: readonly number[]): number {
  const rest = left.reduce((sum, value) => sum + value, 0);
  if (rest === 0) return 0;
  let least = -rest * Math.log(rest);
  for (const line of left) if (line > 0) least += line * Math.log(line);
  for (const step of steps) if (step > 0) least += step * Math.log(step);
  for (const line of left) {
    if (line === 0) continue;
    for (const step of steps) {
      const mean = (line * step) / rest;
      const cell = Math.floor(mean);
      least += walk.factorial[cell]! - cell * Math.log(mean);
    }
  }
  return -least;
}

/** Largest sum of log cell! when each of the sums is spread over the caps by itself: the largest caps filled first. */
function packed(walk: Walk, sums: readonly number[], caps: readonly number[]): number {
  const falling = caps.toSorted((a, b) => b - a);
  return sums.reduce((total, sum) => {
    let rest = sum;
    let packedSum = 0;
    for (const cap of falling) {
      const cell = Math.min(cap, rest);
      packedSum += walk.factorial[cell]!;
      rest -= cell;
      if (rest === 0) break;
    }
    return total + packedSum;
  }, 0);
}

/** Bounds and total of all completions of a node, on the log scale. */
function completions(walk: Walk, left: readonly number[], from: number) {
  const steps = walk.steps.slice(from);
  const rest = left.reduce((sum, value) => sum + value, 0);
  const factorials = (sums: readonly number[]) =>
    sums.reduce((sum, value) => sum + walk.factorial[value]!, 0);
  return {
    most: mostEven(walk, left, steps),
    least: -Math.min(packed(walk, left, steps), packed(walk, steps, left)),
    total: walk.factorial[rest]! - factorials(left) - factorials(steps),
  };
}

/** Calls back with every way to take `sum` from the lines, and the log weight it adds. */
function eachStep(
  walk: Walk,
  { left, sum }: { left: readonly number[]; sum: number },
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

/** Adds a partial table to the node of what it leaves. True when it is not like one already there. */
function addPast(
  nodes: Map<string, Node>,
  left: readonly number[],
  entry: { past: number; count: number },
): boolean {
  const { past, count } = entry;
  const key = left.join();
  let node = nodes.get(key);
  if (node === undefined) {
    node = { left: left.slice(), pasts: new Map() };
    nodes.set(key, node);
  }
  const rounded = Math.round(past * 1e9);
  const known = node.pasts.get(rounded);
  if (known === undefined) node.pasts.set(rounded, { past, count });
  else known.count += count;
  return known === undefined;
}

/** All completions of what is left by the last two steps: log weights rising, and running sums of their exponentials. */
interface Ending {
  readonly weights: Float64Array;
  readonly sums: Float64Array;
  /** Taken off every log weight before its exponential. */
  readonly shift: number;
}

function endingOf(walk: Walk, left: readonly number[]): Ending {
  const list: number[] = [];
  eachStep(walk, { left, sum: walk.steps[walk.steps.length - 2]! }, (after, weight) => {
    list.push(after.reduce((sum, cell) => sum - walk.factorial[cell]!, weight));
  });
  const weights = Float64Array.from(list).sort();
  const shift = weights[weights.length - 1]!;
  let sum = 0;
  const sums = weights.map((weight) => {
    sum += Math.exp(weight - shift);
    return sum;
  });
  return { weights, sums, shift };
}

/** Sum of the exponentials of a partial table's completions that count, relative to `all` on the log scale. */
function countedEnding(ending: Ending, past: number, scale: { limit: number; all: number }): number {
  let low = 0;
  let high = ending.weights.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (past + ending.weights[middle]! <= scale.limit) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : ending.sums[low - 1]! * Math.exp(past + ending.shift - scale.all);
}

function tooLarge(table: CountsTable): StatsError {
  return new StatsError('tests/too-large', {
    found: `Found a ${table.rows.length} x ${table.columns.length} table of ${table.total} patients.`,
    needed: 'Needed one with fewer possible tables.',
    remedy: 'Join rare categories, or take the chi-squared test.',
  });
}

/** The partial tables of a node that are neither counted as a whole nor left out as a whole. */
function openPasts(walk: Walk, node: Node, state: { step: number; all: number; counted: number[] }) {
  const bounds = completions(walk, node.left, state.step);
  const open: { past: number; count: number }[] = [];
  for (const entry of node.pasts.values()) {
    if (entry.past + bounds.most <= walk.limit) {
      state.counted.push(entry.count * Math.exp(entry.past + bounds.total - state.all));
    } else if (entry.past + bounds.least <= walk.limit) open.push(entry);
  }
  return open;
}

/** Gives every partial table with two steps to go, with how often it occurs; pushes what was counted before. */
function walkToEnding(
  walk: Walk,
  state: { all: number; counted: number[]; refuse: () => never },
  visit: (left: readonly number[], past: number, count: number) => void,
): void {
  const last = walk.steps.length - 2;
  let nodes = new Map<string, Node>();
  if (last === 0) visit(walk.lines, 0, 1);
  else addPast(nodes, walk.lines, { past: 0, count: 1 });
  for (let step = 0; step < last; step++) {
    const next = new Map<string, Node>();
    let states = 0;
    for (const node of nodes.values()) {
      const open = openPasts(walk, node, { step, all: state.all, counted: state.counted });
      if (open.length === 0) continue;
      eachStep(walk, { left: node.left, sum: walk.steps[step]! }, (after, weight) => {
        const left = after.toSorted((a, b) => a - b);
        for (const { past, count } of open) {
          if (step === last - 1) visit(left, past + weight, count);
          else if (addPast(next, left, { past: past + weight, count })) states++;
        }
        if (states > MOST_STATES) state.refuse();
      });
    }
    nodes = next;
  }
}

/**
 * Probability of all tables with these margins that are at most as probable as the observed one.
 *
 * @param table The observed table.
 * @param tolerance Factor by which a table may be more probable and still count.
 * @throws StatsError `tests/too-large`.
 * @see Mehta and Patel, JASA 78 (1983) 427-434.
 */
export function exactTableP(table: CountsTable, tolerance: number): number {
  const walk = walkOf(table, tolerance);
  if (walk.lines.length < 2) return 1;
  const refuse = () => {
    throw tooLarge(table);
  };
  const { total: all } = completions(walk, walk.lines, 0);
  const scale = { limit: walk.limit, all };
  const counted: number[] = [];
  const endings = new Map<string, Ending>();
  let size = 0;
  let p = 0;
  walkToEnding(walk, { all, counted, refuse }, (left, past, count) => {
    const key = left.join();
    let ending = endings.get(key);
    if (ending === undefined) {
      ending = endingOf(walk, left);
      endings.set(key, ending);
      size += ending.weights.length;
      if (size > 10 * MOST_STATES) refuse();
    }
    p += count * countedEnding(ending, past, scale);
  });
  return Math.min(
    1,
    counted.reduce((sum, part) => sum + part, p),
  );
}
