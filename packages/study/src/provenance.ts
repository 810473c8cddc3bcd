/**
 * What happened in a study, in order, so that nobody can quietly change the past.
 *
 * Appends to `provenance.jsonl`; each line carries the hash of the line before it and a hash of its own content.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainSystemError, writeAtomic } from '@mriscore/scans/disk';
import type { JsonValue } from '@mriscore/stats';
import { canonicalJson } from './files/canonical.ts';
import { sha256 } from './files/hash.ts';

/** The name of the log inside a study folder. */
export const PROVENANCE_FILE = 'provenance.jsonl';

const GENESIS = '0'.repeat(64);

/** One line of the log, before it is chained. */
export interface ProvenanceEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What was done, such as `run` or `unit`. */
  readonly action: string;
  readonly details: JsonValue;
}

async function readLines(directory: string): Promise<string[]> {
  const text = await readFile(join(directory, PROVENANCE_FILE), 'utf8').catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return '';
      throw explainSystemError(cause, PROVENANCE_FILE);
    },
  );
  return text.split('\n').filter((line) => line !== '');
}

interface Line extends ProvenanceEntry {
  /** SHA-256 of the line before, 64 zeros for the first. */
  readonly previous: string;
}

/** A line with the hash of everything else in it, so that damage is found where it is, even in the last line. */
function formatLine({ at, action, details, previous }: Line): string {
  const content = { at, action, details, previous };
  return canonicalJson({ ...content, self: sha256(canonicalJson(content)) });
}

/** Adds entries to the log of a study, all or none. */
export async function recordProvenance(
  directory: string,
  entries: readonly ProvenanceEntry[],
): Promise<void> {
  const lines = await readLines(directory);
  let previous = lines.length === 0 ? GENESIS : sha256(lines[lines.length - 1] ?? '');
  for (const entry of entries) {
    const line = formatLine({ at: entry.at, action: entry.action, details: entry.details, previous });
    lines.push(line);
    previous = sha256(line);
  }
  await writeAtomic(join(directory, PROVENANCE_FILE), `${lines.join('\n')}\n`);
}

/**
 * Checks the chain of a log.
 *
 * @returns the number of the first line (from 1) that was changed or whose link does not hold, or null when the chain is whole.
 */
export async function findBrokenLink(directory: string): Promise<number | null> {
  let previous = GENESIS;
  for (const [index, line] of (await readLines(directory)).entries()) {
    if (!isWhole(line, previous)) return index + 1;
    previous = sha256(line);
  }
  return null;
}

function isWhole(line: string, previous: string): boolean {
  try {
    const content = JSON.parse(line) as Line;
    return content.previous === previous && formatLine(content) === line;
  } catch {
    return false;
  }
}
