/**
 * The proof that a unit is done: written last, once, with the hashes of what the unit made.
 *
 * Reads and writes `ledger/<key>.json` only. A unit without a receipt has not happened, whatever files lie about.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOnce } from '@mriscore/scans/disk';
import { StudyError } from '../errors.ts';
import { mapBounded } from '../files/bounded.ts';
import type { FileHash } from '../files/hash.ts';
import { hashFile } from '../files/hash.ts';
import { parseJson } from '../files/parse-json.ts';
import type { StageName, Unit } from './unit.ts';

/** One line of the ledger. */
export interface Receipt {
  readonly schema: 'mriscore/receipt/1';
  readonly key: string;
  readonly stage: StageName;
  readonly unit: string;
  readonly outputs: readonly FileHash[];
  /** Wall-clock seconds the unit took. */
  readonly seconds: number;
  /** Largest resident memory of the process so far, MiB. */
  readonly peakMiB: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly versions: Readonly<Record<string, string>>;
}

const LEDGER = 'ledger';

/** Where the receipt of a unit lies, relative to the study folder. */
export function receiptPath(key: string): string {
  return `${LEDGER}/${key}.json`;
}

/** The receipt of a key, or undefined when the unit was never finished. */
export async function findReceipt(directory: string, key: string): Promise<Receipt | undefined> {
  try {
    const path = receiptPath(key);
    return parseJson(await readFile(join(directory, path), 'utf8'), path) as Receipt;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Every receipt of a study, oldest first. */
export async function readLedger(directory: string): Promise<readonly Receipt[]> {
  const names = await readdir(join(directory, LEDGER)).catch(() => [] as string[]);
  const keys = names.filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).map((name) => name.slice(0, 64));
  const receipts = await mapBounded(keys, (key) => findReceipt(directory, key));
  return receipts
    .filter((receipt): receipt is Receipt => receipt !== undefined)
    .sort((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1));
}

/** True when every output that the receipt names is there with the same bytes. */
export async function outputsIntact(directory: string, receipt: Receipt): Promise<boolean> {
  for (const output of receipt.outputs) {
    const now = await hashFile(directory, output.path).catch(() => undefined);
    if (now?.sha256 !== output.sha256) return false;
  }
  return true;
}

/**
 * Writes the receipt of a finished unit, or compares with the one that is there.
 *
 * @throws StudyError `run/not-deterministic` when the same unit was finished before with other bytes.
 */
export async function settleReceipt(directory: string, unit: Unit, receipt: Receipt): Promise<void> {
  const text = `${JSON.stringify(receipt, null, 2)}\n`;
  if (await writeOnce(join(directory, receiptPath(unit.key)), text)) return;
  const before = await findReceipt(directory, unit.key);
  const differs = receipt.outputs.find(
    (output) => before?.outputs.find((old) => old.path === output.path)?.sha256 !== output.sha256,
  );
  if (differs === undefined) return;
  throw new StudyError(
    'run/not-deterministic',
    {
      found: `Unit ${unit.stage} ${unit.name} ran twice with the same inputs and made two different ${differs.path}.`,
      needed: 'The same unit has to give the same bytes.',
      remedy: `Report this with both files. To go on, delete ${receiptPath(unit.key)} and run again.`,
    },
    { file: differs.path, key: unit.key },
  );
}
