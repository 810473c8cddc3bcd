/**
 * Reads a table of scores that a stage wrote: patient, logit, probability.
 */
import { parse } from 'csv-parse/sync';
import type { ReadableFiles } from './declared.ts';

/** One row of such a table. */
export interface ScoreRow {
  readonly logit: number;
  /** In (0, 1). */
  readonly probability: number;
}

/** The header of such a table. */
export const SCORE_HEADER = ['patient', 'logit', 'probability'];

/** Patient -> scores. */
export async function readScores(files: ReadableFiles, path: string): Promise<ReadonlyMap<string, ScoreRow>> {
  const text = new TextDecoder().decode(await files.read(path));
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  return new Map(
    rows.map((row) => [
      row.patient ?? '',
      { logit: Number(row.logit), probability: Number(row.probability) },
    ]),
  );
}
