/**
 * The sums of Gray's test over the times of one stratum.
 *
 * Reads kinds of events and groups in the order of time, gives scores and their variance. Knows no P value.
 */
/** State of the groups while time passes; one entry a group, matrices are groups x groups. */
interface State {
  readonly size: number;
  readonly atRisk: Float64Array;
  /** Survival of any event and incidence of the cause, just before the current time and after it. */
  readonly free: Float64Array;
  readonly freeAfter: Float64Array;
  readonly incidence: Float64Array;
  readonly own: Float64Array;
  readonly other: Float64Array;
  /** Pooled incidence under equality, before and after. */
  pooled: number;
  pooledAfter: number;
  /** Derivative of each score to each group's incidence, at this time and added up. */
  readonly slope: Float64Array;
  readonly carried: Float64Array;
  /** Sums for the variance that need the final `carried`. */
  readonly last: Float64Array;
  readonly cross: Float64Array;
  readonly score: Float64Array;
  readonly variance: Float64Array;
}

function emptyState(size: number): State {
  const row = () => new Float64Array(size);
  const table = () => new Float64Array(size * size);
  return {
    size,
    atRisk: row(),
    free: row().fill(1),
    freeAfter: row().fill(1),
    incidence: row(),
    own: row(),
    other: row(),
    pooled: 0,
    pooledAfter: 0,
    slope: table(),
    carried: table(),
    last: row(),
    cross: table(),
    score: row(),
    variance: table(),
  };
}

const sumOfGroups = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Survival after the current time, the pooled incidence, the scores and their slopes. Gives the sum of weights. */
function advance(state: State): number {
  const { size, atRisk, free, freeAfter, incidence, own, other, slope, carried, score } = state;
  const weight = atRisk.map((risk, g) => (risk > 0 ? risk / free[g]! : 0));
  const weights = sumOfGroups(weight);
  const expectedShare = weight.map((value, g) => value * (1 - incidence[g]!));
  const shares = sumOfGroups(expectedShare);
  const deaths = sumOfGroups(own);
  for (let g = 0; g < size; g++)
    if (atRisk[g]! > 0) freeAfter[g] = (free[g]! * (atRisk[g]! - own[g]! - other[g]!)) / atRisk[g]!;
  state.pooledAfter = state.pooled + deaths / weights;
  const hazard = deaths / (weights * (1 - state.pooled));
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) {
      const cell = a * size + b;
      slope[cell] = (a === b ? weight[a]! : 0) - (weight[a]! * weight[b]!) / weights;
      carried[cell]! += slope[cell]! * hazard;
    }
  for (let g = 0; g < size; g++)
    if (atRisk[g]! > 0) score[g]! += own[g]! - (deaths * expectedShare[g]!) / shares;
  return weights;
}

/** Add the variance of one group's events: `effect` is what they do to each score now. */
function addVariance(state: State, g: number, term: { later: number; variance: number; now: number }): void {
  const { size, slope, carried, last, cross, variance } = state;
  const { later, now } = term;
  const effect = Float64Array.from(
    { length: size },
    (_, a) => now * slope[a * size + g]! - later * carried[a * size + g]!,
  );
  last[g]! += later * later * term.variance;
  for (let a = 0; a < size; a++) {
    cross[a * size + g]! += effect[a]! * later * term.variance;
    for (let b = 0; b < size; b++) variance[a * size + b]! += effect[a]! * effect[b]! * term.variance;
  }
}

function addEvents(state: State, weights: number): void {
  const { size, atRisk, free, freeAfter, own, other } = state;
  const deaths = sumOfGroups(own);
  const pooledFree = 1 - state.pooledAfter;
  for (let g = 0; g < size; g++) {
    const risk = atRisk[g]!;
    if (deaths > 0 && risk > 0) {
      const later = freeAfter[g]! > 0 ? 1 - pooledFree / freeAfter[g]! : 1;
      const tied = deaths > 1 ? 1 - (deaths - 1) / (weights * free[g]! - 1) : 1;
      addVariance(state, g, { later, now: 1, variance: (tied * free[g]! * deaths) / (weights * risk) });
    }
    if (freeAfter[g]! > 0 && other[g]! > 0) {
      const later = -pooledFree / freeAfter[g]!;
      const tied = other[g]! > 1 ? 1 - (other[g]! - 1) / (risk - 1) : 1;
      addVariance(state, g, { later, now: 0, variance: (tied * free[g]! ** 2 * other[g]!) / (risk * risk) });
    }
  }
}

/** Variance of the scores once all of the follow-up is known. */
export function finalVariance(state: State): Float64Array {
  const { size, carried, last, cross } = state;
  const variance = Float64Array.from(state.variance);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++)
      for (let g = 0; g < size; g++) {
        const [atA, atB] = [a * size + g, b * size + g];
        variance[a * size + b]! +=
          carried[atA]! * carried[atB]! * last[g]! +
          carried[atA]! * cross[atB]! +
          carried[atB]! * cross[atA]!;
      }
  return variance;
}

/** Scores and variance of one stratum. */
export function sweep(
  patients: { kind: Uint8Array; group: Uint32Array; starts: Uint32Array },
  runs: readonly [number, number],
  options: { size: number; cause: number },
): State {
  const { kind, group, starts } = patients;
  const state = emptyState(options.size);
  for (let place = starts[runs[0]]!; place < starts[runs[1]]!; place++) state.atRisk[group[place]!]!++;
  for (let run = runs[0]; run < runs[1]; run++) {
    state.own.fill(0);
    state.other.fill(0);
    for (let place = starts[run]!; place < starts[run + 1]!; place++) {
      if (kind[place] === options.cause) state.own[group[place]!]!++;
      else if (kind[place]! > 0) state.other[group[place]!]!++;
    }
    if (sumOfGroups(state.own) + sumOfGroups(state.other) > 0) {
      const weights = advance(state);
      addEvents(state, weights);
      for (let g = 0; g < options.size; g++)
        if (state.atRisk[g]! > 0) state.incidence[g]! += (state.free[g]! * state.own[g]!) / state.atRisk[g]!;
      state.free.set(state.freeAfter);
      state.pooled = state.pooledAfter;
    }
    for (let place = starts[run]!; place < starts[run + 1]!; place++) state.atRisk[group[place]!]!--;
  }
  return state;
}
