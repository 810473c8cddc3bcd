/**
 * The first numbers of a study as lines of text.
 */
import type { Headlines, SetHeadline } from '@mriscore/study';

interface Interval {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reason?: string;
}

/**
 * A number with its interval.
 *
 * @example
 * formatInterval({ value: 0.86, lower: 0.8, upper: 0.92 }, 2); // '0.86 (0.80-0.92)'
 */
export function formatInterval({ value, lower, upper }: Interval, digits: number): string {
  if (value === null) return '-';
  const text = value.toFixed(digits);
  return lower === null || upper === null
    ? text
    : `${text} (${lower.toFixed(digits)}-${upper.toFixed(digits)})`;
}

const NOTES: Record<SetHeadline['split'], string> = {
  training: 'apparent',
  tuning: 'picked epoch and threshold',
  test: '',
};

function row(set: SetHeadline): readonly string[] {
  const ratios = Object.entries(set.hazardRatios).map(
    ([name, ratio]) => `${name} ${formatInterval(ratio, 2)}`,
  );
  return [set.name, String(set.n), formatInterval(set.auc, 3), ratios.join('; ') || '-', NOTES[set.split]];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The lines that end a run. */
export function formatHeadlines({ report, sets }: Headlines): readonly string[] {
  const responses = sets.flatMap(({ name, response }) =>
    response === null
      ? []
      : [`${response.name} (${name}, n = ${response.n}): AUC ${formatInterval(response.auc, 3)}`],
  );
  return [
    '',
    ...table([['', 'n', 'AUC (95 % CI)', 'hazard ratio, high against low (95 % CI)', ''], ...sets.map(row)]),
    ...responses,
    '',
    `Report: ${report}`,
    'Research use only, not for diagnosis.',
  ];
}
