/**
 * Whether two categorical columns are associated.
 *
 * Reads a table of counts, gives Pearson's chi-squared test with and without Yates's correction, the likelihood ratio
 * test and Cramer's V. Knows no order of categories. With expected counts below 5 take Fisher's test.
 */
import { chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { type CountsTable, countsTable } from './counts-table.ts';

/** Chi-squared tests of a table. */
export interface ContingencyTest {
  /** Pearson's statistic; null with a reason when a row or column is empty. */
  readonly statistic: number | null;
  /** Degrees of freedom. */
  readonly degreesOfFreedom: number;
  /** P of the statistic. */
  readonly p: number | null;
  /** With Yates's correction, 2 x 2 only: R's default there. */
  readonly yatesStatistic: number | null;
  /** P with Yates's correction. */
  readonly pYates: number | null;
  /** Likelihood ratio statistic G. */
  readonly likelihoodRatio: number | null;
  /** P of G. */
  readonly pLikelihoodRatio: number | null;
  /** Association from 0 to 1. */
  readonly cramersV: number | null;
  /** Smallest expected count. */
  readonly smallestExpected: number;
  /** Why statistics are null. */
  readonly reason?: string;
}

/** Sum over the cells of a term of observed and expected count. */
function sumCells(table: CountsTable, term: (observed: number, expected: number) => number): number {
  let sum = 0;
  table.cells.forEach((row, i) => {
    row.forEach((observed, j) => {
      sum += term(observed, (table.rows[i]! * table.columns[j]!) / table.total);
    });
  });
  return sum;
}

function yates(table: CountsTable): number {
  const expected = (table.rows[0]! * table.columns[0]!) / table.total;
  const correction = Math.min(0.5, Math.abs(table.cells[0]![0]! - expected));
  return sumCells(table, (o, e) => (Math.abs(o - e) - correction) ** 2 / e);
}

/**
 * Pearson's chi-squared test and its relatives.
 *
 * @param cells Rows of counts, at least 2 x 2.
 * @throws StatsError `tests/table`.
 * @example
 * chiSquareTest([[22, 20], [50, 21]]).pYates; // 0.0845
 * @see Pearson, Phil Mag 50 (1900) 157-175; Yates, J R Stat Soc Suppl 1 (1934) 217-235. R: chisq.test.
 */
export function chiSquareTest(cells: readonly (readonly number[])[]): ContingencyTest {
  const table = countsTable(cells);
  const degreesOfFreedom = (table.rows.length - 1) * (table.columns.length - 1);
  const smallestExpected = (Math.min(...table.rows) * Math.min(...table.columns)) / table.total;
  const bare = { degreesOfFreedom, smallestExpected };
  if (smallestExpected === 0) {
    const nothing = { statistic: null, p: null, yatesStatistic: null, pYates: null, cramersV: null };
    const reason = 'A row or column is empty: the statistic is 0 / 0.';
    return { ...bare, ...nothing, likelihoodRatio: null, pLikelihoodRatio: null, reason };
  }
  const statistic = sumCells(table, (o, e) => (o - e) ** 2 / e);
  const likelihoodRatio = 2 * sumCells(table, (o, e) => (o === 0 ? 0 : o * Math.log(o / e)));
  const isFourfold = degreesOfFreedom === 1;
  const yatesStatistic = isFourfold ? yates(table) : null;
  const shorter = Math.min(table.rows.length, table.columns.length) - 1;
  return {
    ...bare,
    statistic,
    p: chiSquaredSurvival(statistic, degreesOfFreedom),
    yatesStatistic,
    pYates: yatesStatistic === null ? null : chiSquaredSurvival(yatesStatistic, 1),
    likelihoodRatio,
    pLikelihoodRatio: chiSquaredSurvival(Math.max(0, likelihoodRatio), degreesOfFreedom),
    cramersV: Math.sqrt(statistic / (table.total * shorter)),
  };
}
