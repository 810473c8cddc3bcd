/**
 * How probable tables at most as probable as the observed one are, for tables larger than 2 x 2.
 *
 * Reads a table with its margins, gives the sum. Walks column by column; tables that share what is left are counted
 * together, and branches that count entirely or not at all are not walked. Knows no odds ratio.
 */
import { StatsError } from '../errors.ts';
import type { CountsTable } from './counts-table.ts';
import { completions, eachStep, MOST_STATES, type Walk, type WalkNode, walkOf } from './table-walk.ts';

/** Adds a partial table to the node of what it leaves. True when it is not like one already there. */
function addPast(
  nodes: Map<string, WalkNode>,
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
function openPasts(walk: Walk, node: WalkNode, state: { step: number; all: number; counted: number[] }) {
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
  let nodes = new Map<string, WalkNode>();
  if (last === 0) visit(walk.lines, 0, 1);
  else addPast(nodes, walk.lines, { past: 0, count: 1 });
  for (let step = 0; step < last; step++) {
    const next = new Map<string, WalkNode>();
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
