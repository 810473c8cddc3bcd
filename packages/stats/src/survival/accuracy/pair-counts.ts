/**
 * How many pairs of patients a risk puts in the right order.
 *
 * Reads ranks of risks in the order of time, gives weighted pairs by patient in n log n steps. Knows no index.
 */
import type { TimedStrata } from '../follow-up/strata.ts';

/** Weights by rank of risk with sums below a rank, in log n steps. */
class RankedSums {
  private readonly tree: Float64Array;
  private readonly own: Float64Array;
  total = 0;

  constructor(ranks: number) {
    this.tree = new Float64Array(ranks + 1);
    this.own = new Float64Array(ranks);
  }

  add(rank: number, weight: number): void {
    this.total += weight;
    this.own[rank]! += weight;
    for (let i = rank + 1; i < this.tree.length; i += i & -i) this.tree[i]! += weight;
  }

  below(rank: number): number {
    let sum = 0;
    for (let i = rank; i > 0; i -= i & -i) sum += this.tree[i]!;
    return sum;
  }

  at(rank: number): number {
    return this.own[rank]!;
  }

  clear(): void {
    this.tree.fill(0);
    this.own.fill(0);
    this.total = 0;
  }
}

/** What each patient takes part in, by patient: pairs won, lost and tied, in the sense of the index. */
interface PairCounts {
  readonly concordant: Float64Array;
  readonly discordant: Float64Array;
  readonly tiedRisk: Float64Array;
  readonly totals: {
    concordant: number;
    discordant: number;
    tiedRisk: number;
    tiedTime: number;
    tiedBoth: number;
  };
}

interface PairInput {
  readonly timed: TimedStrata;
  readonly rank: Uint32Array;
  readonly ranks: number;
  readonly observed: Uint8Array;
  readonly weights: Float64Array;
  /** What a pair counts for, by run. */
  readonly timeWeight: Float64Array;
}

/** Pairs seen from their event: everyone whose time is later, and those censored at the same time. */
function countAsFirst(input: PairInput, counts: PairCounts): void {
  const { timed, rank, observed, weights, timeWeight } = input;
  const { patients, runStarts, stratumRuns } = timed;
  const later = new RankedSums(input.ranks);
  const tied = new Float64Array(input.ranks);
  const { totals } = counts;
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    later.clear();
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      const [from, to] = [runStarts[run]!, runStarts[run + 1]!];
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        if (observed[patient] === 0) later.add(rank[patient]!, weights[patient]!);
      }
      let [sum, squares] = [0, 0];
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        if (observed[patient] === 0) continue;
        const r = rank[patient]!;
        const weight = weights[patient]!;
        const below = later.below(r);
        const same = later.at(r);
        const factor = timeWeight[run]!;
        counts.concordant[patient]! += factor * below;
        counts.tiedRisk[patient]! += factor * same;
        counts.discordant[patient]! += factor * (later.total - below - same);
        totals.concordant += factor * weight * below;
        totals.tiedRisk += factor * weight * same;
        totals.discordant += factor * weight * (later.total - below - same);
        totals.tiedBoth += factor * weight * tied[r]!;
        tied[r]! += weight;
        sum += weight;
        squares += weight * weight;
      }
      totals.tiedTime += (timeWeight[run]! * (sum * sum - squares)) / 2;
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        tied[rank[patient]!] = 0;
        if (observed[patient] === 1) later.add(rank[patient]!, weights[patient]!);
      }
    }
  }
}

/** The same pairs seen from the patient with the longer follow-up. */
function countAsLater(input: PairInput, counts: PairCounts): void {
  const { timed, rank, observed, weights, timeWeight } = input;
  const { patients, runStarts, stratumRuns } = timed;
  const earlier = new RankedSums(input.ranks);
  const take = (patient: number): void => {
    const r = rank[patient]!;
    const below = earlier.below(r);
    const same = earlier.at(r);
    counts.discordant[patient]! += below;
    counts.tiedRisk[patient]! += same;
    counts.concordant[patient]! += earlier.total - below - same;
  };
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    earlier.clear();
    for (let run = stratumRuns[s]!; run < stratumRuns[s + 1]!; run++) {
      const [from, to] = [runStarts[run]!, runStarts[run + 1]!];
      for (let place = from; place < to; place++)
        if (observed[patients[place]!] === 1) take(patients[place]!);
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        if (observed[patient] === 1) earlier.add(rank[patient]!, weights[patient]! * timeWeight[run]!);
      }
      for (let place = from; place < to; place++)
        if (observed[patients[place]!] === 0) take(patients[place]!);
    }
  }
}

/** Concordant, discordant and tied pairs of every patient, and their sums. */
export function countPairs(input: PairInput): PairCounts {
  const n = input.rank.length;
  const counts: PairCounts = {
    concordant: new Float64Array(n),
    discordant: new Float64Array(n),
    tiedRisk: new Float64Array(n),
    totals: { concordant: 0, discordant: 0, tiedRisk: 0, tiedTime: 0, tiedBoth: 0 },
  };
  countAsFirst(input, counts);
  countAsLater(input, counts);
  const { totals } = counts;
  totals.tiedTime -= totals.tiedBoth;
  return counts;
}
