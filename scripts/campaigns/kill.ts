/**
 * Kills runs at random times in every stage and compares what the resumed runs give with a run that was left alone.
 *
 *   npm run campaign -- kill [--kills 20] [--seed 1] [--network resnet18] [--stages train,fuse] [--record FILE]
 *
 * Writes below the folder for temporary files. Ends with 1 when any byte differed or any resumed run failed.
 */
import { readFile, rm } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeAtomic } from '@mriscore/scans/disk';
import { random } from '@mriscore/stats';
import { findBrokenLink, type ProtocolInput, readLedger, STAGES } from '@mriscore/study';
import { mriscore, type OnEvent } from '../../tests/promises/command.ts';
import {
  filesBelow,
  hashesBelow,
  isArtefact,
  SMALL_PROTOCOL,
  scratchFolder,
  writeSmallData,
  writeStudy,
} from '../../tests/promises/small-study.ts';

/** What happened in one stage. */
interface StageRecord {
  readonly stage: string;
  /** Runs that were killed inside the stage. */
  readonly killed: number;
  /** Runs that had ended before the kill came. */
  readonly endedBefore: number;
  /** Resumed runs that failed, and files that differed from the clean run. Empty when the promise held. */
  readonly faults: readonly string[];
}

interface Campaign {
  readonly study: string;
  readonly data: string;
  readonly seed: number;
  readonly kills: number;
  /** Path -> SHA-256 of the clean run. */
  readonly clean: Readonly<Record<string, string>>;
  /** Stage -> seconds it took in the clean run. */
  readonly seconds: ReadonlyMap<string, number>;
}

function run(
  study: string,
  data: string,
  { until = 'report', onEvent }: { until?: string; onEvent?: OnEvent },
) {
  const args = ['run', study, '--data', data, '--until', until, '--json', '--checkpoint-seconds', '0'];
  return mriscore(args, onEvent);
}

/** Takes a study back to before a stage: its receipts, its outputs and those of every later stage. */
async function forget(study: string, stage: string): Promise<void> {
  const from = STAGES.findIndex(({ name }) => name === stage);
  const late = new Set(STAGES.slice(from).map(({ name }) => name));
  for (const receipt of await readLedger(study)) {
    if (!late.has(receipt.stage)) continue;
    await rm(join(study, 'ledger', `${receipt.key}.json`));
    for (const { path } of receipt.outputs) await rm(join(study, path), { force: true });
  }
}

/** Starts a run and kills it at a random time after the stage has begun. True when the kill came in time. */
async function killOnce(campaign: Campaign, stage: string, attempt: number): Promise<boolean> {
  const { study, data, seed, seconds } = campaign;
  const wait = random(seed, 'kill', stage, attempt).uniform() * (seconds.get(stage) ?? 1) * 1000;
  let timer: NodeJS.Timeout | undefined;
  const { signal } = await run(study, data, {
    until: stage,
    onEvent: (event, process) => {
      if (event.kind === 'stage-started' && event.stage === stage) {
        timer = setTimeout(() => process.kill('SIGKILL'), wait);
      }
    },
  });
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

async function faultsOf({ study, data, clean }: Campaign, stage: string): Promise<readonly string[]> {
  const { code, out } = await run(study, data, { until: stage });
  if (code !== 0) return [`the resumed run ended with ${code}: ${out.at(-1) ?? ''}`];
  const now = await hashesBelow(study, isArtefact);
  const differing = Object.entries(now).filter(([file, hash]) => clean[file] !== hash);
  const left = (await filesBelow(study)).filter((file) => /\.tmp$|checkpoint|lock\.json/.test(file));
  const broken = await findBrokenLink(study);
  return [
    ...differing.map(([file]) => `${file} differs`),
    ...left.map((file) => `${file} was left behind`),
    ...(broken === null ? [] : [`the log is broken in line ${broken}`]),
  ];
}

async function tryStage(campaign: Campaign, stage: string): Promise<StageRecord> {
  let killed = 0;
  const faults: string[] = [];
  for (let attempt = 0; attempt < campaign.kills; attempt += 1) {
    await forget(campaign.study, stage);
    if (await killOnce(campaign, stage, attempt)) killed += 1;
    faults.push(...(await faultsOf(campaign, stage)));
  }
  return { stage, killed, endedBefore: campaign.kills - killed, faults };
}

async function cleanRun(study: string, data: string): Promise<ReadonlyMap<string, number>> {
  const seconds = new Map<string, number>();
  const { code, out } = await run(study, data, {
    onEvent: ({ kind, stage, seconds: took }) => {
      if (kind === 'stage-finished' && stage !== undefined) seconds.set(stage, Number(took));
    },
  });
  if (code !== 0) throw new Error(`The clean run ended with ${code}: ${out.at(-1) ?? ''}`);
  return seconds;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      network: { type: 'string', default: 'resnet18' },
      stages: { type: 'string', default: STAGES.map(({ name }) => name).join(',') },
      record: { type: 'string' },
    },
  });
  return {
    ...values,
    kills: Number(values.kills),
    seed: Number(values.seed),
    stages: values.stages.split(','),
  };
}

async function main(): Promise<number> {
  const { kills, seed, network, stages, record } = readOptions();
  await using scratch = await scratchFolder();
  const [study, data] = [join(scratch.path, 'study'), join(scratch.path, 'data')];
  const encoder = { ...SMALL_PROTOCOL.encoder, network } as ProtocolInput['encoder'];
  await writeSmallData(data);
  await writeStudy(study, { ...SMALL_PROTOCOL, encoder });
  const startedAt = new Date().toISOString();
  const seconds = await cleanRun(study, data);
  const clean = await hashesBelow(study, isArtefact);
  const records: StageRecord[] = [];
  for (const stage of stages) {
    const result = await tryStage({ study, data, seed, kills, clean, seconds }, stage);
    console.log(
      `${stage.padEnd(11)}${result.killed} killed, ${result.endedBefore} ended before, ${result.faults.length} faults`,
    );
    for (const fault of result.faults) console.log(`  ${fault}`);
    records.push(result);
  }
  const passed = records.every(({ faults }) => faults.length === 0);
  const machine = { host: hostname(), cores: availableParallelism(), node: process.versions.node };
  const result = {
    schema: 'mriscore/campaign/1',
    campaign: 'kill',
    startedAt,
    machine,
    seed,
    network,
    kills,
  };
  if (record !== undefined) {
    await writeAtomic(record, `${JSON.stringify({ ...result, passed, stages: records }, null, 2)}\n`);
    console.log(`Recorded ${(await readFile(record)).length} bytes in ${record}`);
  }
  return passed ? 0 : 1;
}

process.exitCode = await main();
