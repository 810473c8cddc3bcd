import { cp, link, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  findStage,
  localWorld,
  openStudy,
  protocolJsonSchema,
  type Receipt,
  readLedger,
  runStudy,
  STAGES,
} from '@mriscore/study';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { planStage } from '../../packages/study/src/run/plan-stage.ts';
import { BASE, lastObeying, VARIATIONS, type Variation, varied, writeLeafData } from './leaves.ts';
import { hashesBelow, isArtefact, type Scratch, scratchFolder } from './small-study.ts';

/**
 * Whether every run goes from the scans to the report. A test of minutes runs the stages up to the last that obeys a
 * leaf. Of a leaf that concerns networks or scores it takes crops and trainings over where their keys say that they are
 * the same, and does not train where the key says that it is another one: nothing old is kept then. The campaign
 * `leaves` takes nothing over.
 */
const WHOLE = process.env.MRISCORE_WHOLE_LEAVES === '1';

/** Units beside each other would start a process each: here one after the other is faster. */
const STAGES_HERE = STAGES.map((stage) => ({ ...stage, parallel: false }));

/** Leaves that say how things are called, or what is allowed and does not happen here. */
const PRINTED_ONLY = ['title', 'patient', 'target.name', 'exclude.*.reason', 'sequences.*.mayMiss', 'truth'];

interface Ran {
  /** Whether the trainings have other keys than the base's; they were then not done in a test of minutes. */
  readonly trainsAnew: boolean;
  readonly artefacts: Readonly<Record<string, string>>;
  readonly receipts: readonly Receipt[];
}

let scratch: Scratch;
let data: string;
let base: Ran;
const ran = new Map<string, Ran>();
const folderOf = (name: string): string => join(scratch.path, name.replaceAll(/[.*]/g, '_'));

async function writeProtocol(directory: string, protocol: object): Promise<void> {
  await mkdir(directory, { recursive: true });
  await link(join(data, 'own.safetensors'), join(directory, 'own.safetensors'));
  await writeFile(join(directory, 'study.yaml'), stringify(protocol));
}

async function run(directory: string, until = 'report'): Promise<Ran> {
  const study = await openStudy({ directory, data });
  await runStudy(study, localWorld({ loaders: 1 }), { stages: STAGES_HERE, until });
  return {
    trainsAnew: false,
    artefacts: await hashesBelow(directory, isArtefact),
    receipts: await readLedger(directory),
  };
}

/**
 * Puts what some stages made into a study as if it had made it itself; the keys decide whether it is used. Links are
 * enough: nothing is ever written into a file that is there.
 */
async function takeOver(directory: string, stages: readonly string[]): Promise<void> {
  for (const { stage, key, outputs } of base.receipts) {
    if (!stages.includes(stage)) continue;
    for (const path of [...outputs.map((output) => output.path), `ledger/${key}.json`]) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await link(join(folderOf('base'), path), join(directory, path));
    }
  }
}

async function runFresh(variation: Variation): Promise<Ran> {
  const directory = folderOf(variation.leaf);
  await writeProtocol(directory, varied(variation));
  if (WHOLE) return await run(directory);
  const last = lastObeying(variation);
  if (last !== 'preprocess') await takeOver(directory, ['import', 'preprocess']);
  const prepared = await run(directory, 'preprocess');
  if (last === 'preprocess') return prepared;
  if (await trainsAnew(directory)) return { ...prepared, trainsAnew: true };
  await takeOver(directory, ['train', 'encode']);
  return await run(directory, last);
}

/** Whether every training of a study has another key than in the base. */
async function trainsAnew(directory: string): Promise<boolean> {
  const units = await planStage(
    findStage(STAGES, 'train'),
    await openStudy({ directory, data }),
    localWorld(),
  );
  const known = new Set(base.receipts.map(({ key }) => key));
  return units.every(({ key }) => !known.has(key));
}

beforeAll(async () => {
  scratch = await scratchFolder();
  data = join(scratch.path, 'data');
  await writeLeafData(data);
  await writeProtocol(folderOf('base'), BASE);
  base = await run(folderOf('base'));
});
afterAll(() => scratch[Symbol.asyncDispose]());

/** Leaves of a JSON Schema as `VARIATIONS` names them. */
function leavesOf(
  schema: Readonly<Record<string, unknown>>,
  path: readonly string[] = [],
): readonly string[] {
  const { properties, additionalProperties, items } = schema as Record<
    string,
    Record<string, never> | undefined
  >;
  const isMap = (inner: Record<string, unknown> | undefined): boolean => inner?.properties !== undefined;
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
  if (isMap(additionalProperties)) return leavesOf(additionalProperties!, [...path, '*']);
  if (isMap(items)) return leavesOf(items!, [...path, '*']);
  return [path.join('.')];
}

test('there is a variation for every leaf of the protocol', () => {
  const known = leavesOf(protocolJsonSchema()).filter((leaf) => leaf !== 'schema');
  expect([...new Set(VARIATIONS.map(({ leaf }) => leaf))].sort()).toEqual([...known].sort());
});

test.each(VARIATIONS)('another $leaf gives another key wherever it gives other bytes', async (variation) => {
  const fresh = await runFresh(variation);
  ran.set(variation.leaf, fresh);
  const before = new Map(base.receipts.map((receipt) => [`${receipt.stage} ${receipt.unit}`, receipt]));
  for (const { stage, unit, key, outputs } of fresh.receipts) {
    const other = before.get(`${stage} ${unit}`);
    if (other === undefined) continue;
    if (key === other.key) expect(outputs, `${stage} ${unit} has the same key`).toEqual(other.outputs);
  }
  const changed = Object.entries(fresh.artefacts).some(
    ([file, hash]) => !file.startsWith('8-') && base.artefacts[file] !== hash,
  );
  expect(changed || fresh.trainsAnew, 'something before the report changes').toBe(
    !PRINTED_ONLY.includes(variation.leaf),
  );
});

test('in all these runs a key stands for the same bytes', () => {
  const known = new Map<string, string>();
  let shared = 0;
  for (const { receipts } of [base, ...ran.values()]) {
    for (const { key, stage, unit, outputs } of receipts) {
      const bytes = JSON.stringify(outputs);
      if (known.has(key)) shared += 1;
      expect(known.get(key) ?? bytes, `${stage} ${unit}`).toBe(bytes);
      known.set(key, bytes);
    }
  }
  expect(shared, 'most units are the same in most runs').toBeGreaterThan(1000);
});

test('a study that is corrected, leaf after leaf, gives what a fresh one gives', async () => {
  const directory = folderOf('kept');
  await cp(folderOf('base'), directory, { recursive: true });
  for (const variation of VARIATIONS.filter(({ leaf }) => WHOLE || ran.get(leaf)?.trainsAnew === false)) {
    await writeFile(join(directory, 'study.yaml'), stringify(varied(variation)));
    const until = WHOLE ? 'report' : lastObeying(variation);
    const kept = await run(directory, until === 'report' ? 'survive' : until);
    const folders = STAGES.slice(0, STAGES.findIndex(({ name }) => name === until) + 1);
    for (const [file, hash] of Object.entries(ran.get(variation.leaf)?.artefacts ?? {}))
      if (!file.startsWith('8-') && folders.some(({ writes }) => file.startsWith(writes)))
        expect(kept.artefacts[file], `${variation.leaf}: ${file}`).toBe(hash);
  }
});

test('a study that went back to its first protocol gives its first artefacts', async () => {
  const directory = folderOf('kept');
  await writeFile(join(directory, 'study.yaml'), stringify(BASE));
  const { artefacts } = await run(directory);
  for (const [file, hash] of Object.entries(base.artefacts))
    if (!/^8-report\/report\.(html|json)$/.test(file)) expect(artefacts[file], file).toBe(hash);
  const numbers = async (folder: string): Promise<unknown> => {
    const { provenance: _, ...rest } = JSON.parse(
      await readFile(join(folder, '8-report/report.json'), 'utf8'),
    ) as Record<string, unknown>;
    return rest;
  };
  expect(await numbers(directory)).toEqual(await numbers(folderOf('base')));
});
