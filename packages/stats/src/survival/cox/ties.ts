/**
 * What tied events add to the sums of a risk set, by Efron or by Breslow.
 *
 * Reads totals at risk and of the tied patients, gives shares of them. Knows no covariate by name.
 */
/** How tied events share a risk set. */
export type ClosedTies = 'efron' | 'breslow';

/**
 * Sums over the tied events of one time. With f = k / d for the k-th of d tied events (0 under Breslow) and
 * D_k = S0 - f D0: one = sum 1/D, share = sum f/D, one2 = sum 1/D^2, share2 = sum f/D^2, shareSquare2 = sum f^2/D^2,
 * log = sum log D. All but `log` are multiplied by the mean weight of the events.
 */
export interface TieSums {
  one: number;
  share: number;
  one2: number;
  share2: number;
  shareSquare2: number;
  log: number;
}

/** An accumulator for `tieSums`. */
export function emptyTieSums(): TieSums {
  return { one: 0, share: 0, one2: 0, share2: 0, shareSquare2: 0, log: 0 };
}

/** Totals of one risk set. */
export interface RiskTotals {
  /** Weighted risk of everyone at risk. */
  readonly risk: number;
  /** Weighted risk of those with the event now. */
  readonly deadRisk: number;
  /** Number of events now. */
  readonly deaths: number;
  /** Weight of the events now. */
  readonly deadWeight: number;
}

/** Fill the sums over tied events of one time. */
export function tieSums(into: TieSums, totals: RiskTotals, ties: ClosedTies): void {
  const { risk, deadRisk, deaths, deadWeight } = totals;
  const mean = deadWeight / deaths;
  const terms = ties === 'breslow' ? 1 : deaths;
  const scale = ties === 'breslow' ? deadWeight : mean;
  into.one = into.share = into.one2 = into.share2 = into.shareSquare2 = into.log = 0;
  for (let k = 0; k < terms; k++) {
    const f = ties === 'breslow' ? 0 : k / deaths;
    const inverse = 1 / (risk - f * deadRisk);
    into.one += scale * inverse;
    into.share += scale * f * inverse;
    into.one2 += scale * inverse * inverse;
    into.share2 += scale * f * inverse * inverse;
    into.shareSquare2 += scale * f * f * inverse * inverse;
    into.log -= scale * Math.log(inverse);
  }
}
