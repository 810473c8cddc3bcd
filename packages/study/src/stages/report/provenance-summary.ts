/**
 * Which code, inputs and units a report stands on, without times or names of machines.
 *
 * Reads the ledger and the log of the study. What it gives is part of the key of the report.
 */
import { readFile } from 'node:fs/promises';
import { canonicalJson } from '../../files/canonical.ts';
import { sha256 } from '../../files/hash.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { findBrokenLink } from '../../provenance.ts';
import type { Receipt } from '../../run/receipt.ts';
import { outputsIntact, readLedger } from '../../run/receipt.ts';

/** The units of one stage. */
export interface StageUnits {
  readonly stage: string;
  readonly units: number;
  /** Unit name -> key, for stages of few units; null for stages with one unit a patient. */
  readonly keys: Readonly<Record<string, string>> | null;
  /** SHA-256 over the sorted keys of all units. */
  readonly digest: string;
  /** Versions named by the receipts, such as `node 24.1.0`. */
  readonly versions: readonly string[];
}

/** What the report stands on. */
export interface ReportProvenance {
  readonly mriscore: string;
  /** SHA-256 of the protocol with every default filled in, as the log of the study records it. */
  readonly protocolSha256: string;
  /** First line of the log whose link does not hold; null when the chain is whole. */
  readonly brokenLink: number | null;
  readonly stages: readonly StageUnits[];
}

/** Above this a stage has one unit a patient, and its keys would fill pages. */
const FEW_UNITS = 16;

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Of several receipts of one unit, the latest whose outputs are still there. */
async function currentReceipt(directory: string, receipts: readonly Receipt[]): Promise<readonly Receipt[]> {
  if (receipts.length < 2) return receipts;
  for (const receipt of [...receipts].reverse()) {
    if (await outputsIntact(directory, receipt)) return [receipt];
  }
  return [];
}

function summarise(stage: string, receipts: readonly Receipt[]): StageUnits {
  const keys = receipts.map(({ unit, key }) => [unit, key] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  const versions = receipts.flatMap((receipt) =>
    Object.entries(receipt.versions).map(([name, version]) => `${name} ${version}`),
  );
  return {
    stage,
    units: keys.length,
    keys: keys.length <= FEW_UNITS ? Object.fromEntries(keys) : null,
    digest: sha256(canonicalJson(keys.map(([, key]) => key).sort())),
    versions: [...new Set(versions)].sort(),
  };
}

/** Receipts by stage and unit, stages in the order of the folders they write. */
function groupReceipts(ledger: readonly Receipt[]): readonly (readonly Receipt[])[] {
  const inOrder = ledger
    .filter(({ stage }) => stage !== 'report')
    .map((receipt) => ({ receipt, folder: receipt.outputs[0]?.path.split('/')[0] ?? '' }))
    .sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
  const groups = Map.groupBy(inOrder, ({ receipt }) => `${receipt.stage} ${receipt.unit}`);
  return [...groups.values()].map((group) => group.map(({ receipt }) => receipt));
}

/**
 * What a report of this study stands on now.
 *
 * @param patients Patients of the study: units of patients who are no longer in it are left out.
 */
export async function provenanceOf(
  directory: string,
  protocol: Protocol,
  patients: readonly string[],
): Promise<ReportProvenance> {
  const known = new Set([...patients, ...Object.keys(protocol.sequences), 'all']);
  const groups = groupReceipts((await readLedger(directory)).filter(({ unit }) => known.has(unit)));
  const current = await Promise.all(groups.map((group) => currentReceipt(directory, group)));
  const stages = Map.groupBy(current.flat(), ({ stage }) => stage);
  return {
    mriscore: await ownVersion(),
    protocolSha256: sha256(canonicalJson(protocol as never)),
    brokenLink: await findBrokenLink(directory),
    stages: [...stages].map(([stage, receipts]) => summarise(stage, receipts)),
  };
}
