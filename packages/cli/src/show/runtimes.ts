/**
 * Says what was found of the engine's runtimes, as lines of a table.
 */
import type { RuntimeRecord } from '@mriscore/study';

type Candidate = RuntimeRecord['candidates'][number];

const NAME_WIDTH = 13;
const NUMBER_WIDTH = 12;

function differenceOf({ largestDifference, name }: Candidate, reference: string): string {
  if (name === reference) return 'reference';
  return largestDifference === null ? '-' : largestDifference.toExponential(1);
}

/** A table of what was tried, the reasons of what was refused, and the choice. */
export function formatRuntimes(record: RuntimeRecord): readonly string[] {
  const row = (name: string, ...cells: readonly string[]): string =>
    name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join('');
  const milliseconds = (value: number | null): string => (value === null ? '-' : `${Math.round(value)} ms`);
  const lines = record.candidates.map((candidate) =>
    row(
      candidate.name,
      milliseconds(candidate.openMs),
      milliseconds(candidate.stepMs),
      differenceOf(candidate, record.reference),
    ),
  );
  const refused = record.candidates.flatMap(({ name, reason }) =>
    reason === null ? [] : [`${name} is not used. ${reason}`],
  );
  return [
    row('runtime', 'to open', 'a step', 'difference'),
    ...lines,
    ...refused,
    `Chosen: ${record.chosen}.`,
  ];
}
