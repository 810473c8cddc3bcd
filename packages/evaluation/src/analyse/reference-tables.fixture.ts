/**
 * Real data sets and R's stored answers as tables and numbers for tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = process.env.MRISCORE_SHARED ?? '../shared';

/** Folder of the reference answers. */
export const REFERENCE = join(SHARED, 'stats');
/** Folder of real survival tables. */
export const TRIALS = join(SHARED, 'data', 'survival');
/** True where the reference answers are not on this machine; tests that need them are then skipped. */
export const isAbsent = !existsSync(REFERENCE);
/** Why a test was skipped, for its name. */
export const why = isAbsent ? ` (skipped: no folder ${REFERENCE}; set MRISCORE_SHARED)` : '';

/** A data set as the text of a CSV file, in the order of its rows. */
export function csvOf(dataset: string): string {
  const text = readFileSync(join(REFERENCE, 'datasets', `${dataset}.json`), 'utf8');
  const { columns } = JSON.parse(text) as { columns: Record<string, (string | number)[]> };
  const names = Object.keys(columns);
  const length = columns[names[0] ?? '']?.length ?? 0;
  const rows = Array.from({ length }, (_, row) => names.map((name) => columns[name]?.[row] ?? '').join(','));
  return `${[names.join(','), ...rows].join('\n')}\n`;
}

/** R's answer to one case of a topic. */
export function answerOf<T>(topic: string, id: string): T {
  const text = readFileSync(join(REFERENCE, `${topic}.json`), 'utf8');
  const { cases } = JSON.parse(text) as { cases: { id: string; expected: T }[] };
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No case ${id} in ${topic}.json.`);
  return found.expected;
}
