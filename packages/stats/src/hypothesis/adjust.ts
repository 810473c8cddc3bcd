/**
 * What P values are worth when several were computed.
 *
 * Reads P values of one family, gives them adjusted. The caller says what the family is. Knows no test.
 */
import { type Numbers, requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';

/** How P values are adjusted. `bh` and `by` control the false discovery rate, the others the family-wise error. */
export type Adjustment = 'holm' | 'hochberg' | 'hommel' | 'bonferroni' | 'bh' | 'by';

function requirePValues(values: Numbers): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= 0 && values[i]! <= 1) continue;
    throw new StatsError('tests/p-value', {
      found: `Found ${values[i]} as P value ${i}.`,
      needed: 'Needed numbers from 0 to 1.',
      remedy: 'Leave out tests that have no P value, and say so.',
    });
  }
}

/** Adjusts in rising order with a factor a rank; each is at least the one before. */
function stepDown(sorted: Float64Array, factor: (rank: number) => number): Float64Array {
  let largest = 0;
  return sorted.map((p, i) => {
    largest = Math.max(largest, Math.min(1, p * factor(i + 1)));
    return largest;
  });
}

/** Adjusts in falling order; each is at most the one after. */
function stepUp(sorted: Float64Array, factor: (rank: number) => number): Float64Array {
  const result = new Float64Array(sorted.length);
  let smallest = 1;
  for (let i = sorted.length - 1; i >= 0; i--) {
    smallest = Math.min(smallest, sorted[i]! * factor(i + 1));
    result[i] = smallest;
  }
  return result;
}

/** Wright's algorithm for Hommel's closed Simes procedure. */
function hommel(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  const simes = (m: number, from: number) => {
    let smallest = Number.POSITIVE_INFINITY;
    for (let j = 1; j <= m; j++) smallest = Math.min(smallest, (m * sorted[from + j - 1]!) / j);
    return smallest;
  };
  const adjusted = new Float64Array(n).fill(simes(n, 0));
  for (let m = n - 1; m >= 2; m--) {
    let c = Number.POSITIVE_INFINITY;
    for (let j = 2; j <= m; j++) c = Math.min(c, (m * sorted[n - m + j - 1]!) / j);
    for (let i = 0; i < n; i++) {
      const bound = Math.min(c, m * sorted[Math.min(i, n - m)]!);
      adjusted[i] = Math.max(adjusted[i]!, bound);
    }
  }
  return adjusted.map((p, i) => Math.min(1, Math.max(p, sorted[i]!)));
}

function adjustSorted(sorted: Float64Array, method: Adjustment): Float64Array {
  const n = sorted.length;
  switch (method) {
    case 'bonferroni':
      return sorted.map((p) => Math.min(1, p * n));
    case 'holm':
      return stepDown(sorted, (rank) => n - rank + 1);
    case 'hochberg':
      return stepUp(sorted, (rank) => n - rank + 1);
    case 'hommel':
      return n === 1 ? sorted.slice() : hommel(sorted);
    case 'bh':
      return stepUp(sorted, (rank) => n / rank);
    case 'by': {
      let harmonic = 0;
      for (let i = 1; i <= n; i++) harmonic += 1 / i;
      return stepUp(sorted, (rank) => (n * harmonic) / rank);
    }
    default:
      method satisfies never;
      throw new StatsError('input/option', {
        found: `Found the adjustment ${String(method)}.`,
        needed: 'Needed holm, hochberg, hommel, bonferroni, bh or by.',
        remedy: 'Correct the name.',
      });
  }
}

/**
 * Adjusted P values, in the order of the arguments.
 *
 * @param values P values of one family, in [0, 1].
 * @param method Which adjustment. Default Holm.
 * @throws StatsError `input/empty`, `tests/p-value`.
 * @example
 * adjustP([0.01, 0.04, 0.03], 'holm'); // 0.03, 0.06, 0.06
 * @see Holm, Scand J Stat 6 (1979) 65-70; Hommel, Biometrika 75 (1988) 383-386; Wright, Biometrics 48 (1992) 1005-1013;
 * Benjamini and Hochberg, J R Stat Soc B 57 (1995) 289-300. R: p.adjust.
 */
export function adjustP(values: Numbers, method: Adjustment = 'holm'): Float64Array {
  const n = requireRows({ values });
  requirePValues(values);
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const adjusted = adjustSorted(
    Float64Array.from(order, (i) => values[i]!),
    method,
  );
  const result = new Float64Array(n);
  order.forEach((original, i) => {
    result[original] = adjusted[i]!;
  });
  return result;
}
