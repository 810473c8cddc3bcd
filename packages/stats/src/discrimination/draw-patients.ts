/**
 * Which patients a resample of a score holds.
 *
 * Reads classes and patients, draws positives and negatives apart, all rows of one patient together. Knows no area.
 */
import type { Random } from '../resampling/random.ts';

/** Rows that are drawn together: one list of groups for each stratum. A group is a list of slots. */
function strataOf(slots: Uint32Array, patients: ArrayLike<number | string> | null): Uint32Array[][] {
  const groups = new Map<number | string, number[]>();
  slots.forEach((slot, row) => {
    const id = patients === null ? row : patients[row]!;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [slot]);
    else group.push(slot);
  });
  const strata = new Map<number, Uint32Array[]>();
  for (const group of groups.values()) {
    const kind =
      (group.some((slot) => slot % 2 === 1) ? 1 : 0) + (group.some((slot) => slot % 2 === 0) ? 2 : 0);
    const list = strata.get(kind);
    if (list === undefined) strata.set(kind, [Uint32Array.from(group)]);
    else list.push(Uint32Array.from(group));
  }
  return [...strata.values()];
}

/** Draws every stratum again, group by group, into the counts. */
function drawGroups(
  strata: readonly Uint32Array[][],
  counts: Uint32Array,
  random: Pick<Random, 'integer'>,
): void {
  for (const groups of strata) {
    for (let i = 0; i < groups.length; i++) {
      for (const slot of groups[random.integer(groups.length)]!) counts[slot]!++;
    }
  }
}

/** Below this range one random word gives a whole number, so that two small ones come for the price of one. */
const ONE_WORD = 2 ** 21;

/** Draws single rows of one class again, into the counts. Two rows a random number where the class is small. */
function drawRows(slots: Uint32Array, counts: Uint32Array, random: Pick<Random, 'integer'>): void {
  const n = slots.length;
  let drawn = 0;
  if (n * n < ONE_WORD) {
    const pairs = n * n;
    for (; drawn + 1 < n; drawn += 2) {
      const both = random.integer(pairs);
      const first = (both / n) | 0;
      counts[slots[first]!]!++;
      counts[slots[both - first * n]!]!++;
    }
  }
  for (; drawn < n; drawn++) counts[slots[random.integer(n)]!]!++;
}

/** A function that draws all patients again, into the counts. */
export function drawer(
  slots: Uint32Array,
  options: { readonly random: Pick<Random, 'integer'>; readonly patients: ArrayLike<number | string> | null },
): (counts: Uint32Array) => void {
  const { random, patients } = options;
  if (patients !== null) {
    const strata = strataOf(slots, patients);
    return (counts) => drawGroups(strata, counts, random);
  }
  const positives = slots.filter((slot) => slot % 2 === 1);
  const negatives = slots.filter((slot) => slot % 2 === 0);
  return (counts) => {
    drawRows(positives, counts, random);
    drawRows(negatives, counts, random);
  };
}
