/**
 * Whether columns can be read at all.
 *
 * Reads columns of numbers and 0/1 labels, throws StatsError `input/...` for what no statistic may accept in silence:
 * different lengths, no rows, missing values, other labels, one class. Knows no statistic.
 */
import { StatsError } from './errors.ts';

/** A column of numbers: a typed array or a plain one. */
export type Numbers = ArrayLike<number>;

/**
 * Refuses columns of different length, and tables without rows.
 *
 * @param columns Each column by its name.
 * @returns Number of rows.
 * @throws StatsError `input/length`, `input/empty`.
 */
export function requireRows(columns: Readonly<Record<string, Numbers>>): number {
  const lengths = Object.entries(columns).map(([name, column]) => [name, column.length] as const);
  const n = lengths[0]?.[1] ?? 0;
  if (lengths.some(([, length]) => length !== n)) {
    throw new StatsError('input/length', {
      found: `Found columns of different length: ${lengths.map(([name, length]) => `${name} ${length}`).join(', ')}.`,
      needed: 'Needed one value a patient in every column.',
      remedy: 'Drop incomplete patients from all columns at once.',
    });
  }
  if (n > 0) return n;
  throw new StatsError('input/empty', {
    found: `Found no rows in ${lengths.map(([name]) => name).join(', ')}.`,
    needed: 'Needed at least one patient.',
    remedy: 'Check the filter that made the table.',
  });
}

/**
 * Refuses missing and infinite values.
 *
 * @param values The column.
 * @param name Its name, for the message.
 * @throws StatsError `input/not-finite`.
 */
export function requireFiniteColumn(values: Numbers, name: string): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (typeof value === 'number' && value - value === 0) continue;
    throw new StatsError(
      'input/not-finite',
      {
        found: `Found ${String(value)} in ${name}, row ${i}.`,
        needed: 'Needed a finite number in every row.',
        remedy: 'Drop rows with missing values before the call and report how many.',
      },
      { row: i },
    );
  }
}

/**
 * Refuses labels other than 0 and 1.
 *
 * @param labels The column; 1 is positive.
 * @param name Its name, for the message.
 * @returns Number of ones.
 * @throws StatsError `input/label`.
 */
export function requireLabels(labels: Numbers, name = 'labels'): number {
  let ones = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label !== 0 && label !== 1) {
      throw new StatsError(
        'input/label',
        {
          found: `Found ${String(label)} in ${name}, row ${i}.`,
          needed: 'Needed 1 for positive and 0 for negative.',
          remedy: 'Recode the column; drop patients whose label is unknown.',
        },
        { row: i },
      );
    }
    ones += label;
  }
  return ones;
}

/**
 * Refuses probabilities outside [0, 1].
 *
 * @param values The column.
 * @param name Its name, for the message.
 * @throws StatsError `input/not-finite`, `input/probability`.
 */
export function requireProbabilities(values: Numbers, name: string): void {
  requireFiniteColumn(values, name);
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= 0 && values[i]! <= 1) continue;
    throw new StatsError(
      'input/probability',
      {
        found: `Found ${values[i]} in ${name}, row ${i}.`,
        needed: 'Needed probabilities from 0 to 1.',
        remedy: 'Calibrate the score to a probability first.',
      },
      { row: i },
    );
  }
}

/**
 * Refuses labels of one class only.
 *
 * @param positives Number of ones.
 * @param n Number of rows.
 * @throws StatsError `input/one-class`.
 */
export function requireBothClasses(positives: number, n: number): void {
  if (positives > 0 && positives < n) return;
  throw new StatsError(
    'input/one-class',
    {
      found: `Found ${positives} positive and ${n - positives} negative patients.`,
      needed: 'Needed at least one of each.',
      remedy: 'Check the label column, or report that this cohort cannot be evaluated.',
    },
    { positives, n },
  );
}
