/**
 * The same study gives the same bytes: twice from scratch, killed, or asked to stop and run again; nothing is done
 * twice, and two runs never share a folder.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrokenLink } from '@mriscore/study';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, eventsOf, mriscore, type OnEvent } from './command.ts';
import type { Scratch } from './small-study.ts';
import {
  filesBelow,
  hashesBelow,
  isArtefact,
  SMALL_PROTOCOL,
  scratchFolder,
  writeSmallData,
  writeStudy,
} from './small-study.ts';

/** One sequence, so that one ResNet-101 is trained a run, in 16 steps. */
const PROTOCOL = {
  ...SMALL_PROTOCOL,
  sequences: { T1c: SMALL_PROTOCOL.sequences.T1c },
  encoder: { ...SMALL_PROTOCOL.encoder, epochs: 4 },
};

let scratch: Scratch;
let clean: Readonly<Record<string, string>>;

function run(study: string, onEvent?: OnEvent): Promise<Ended> {
  // A checkpoint after every few steps, so that a kill finds one at any time.
  const args = ['run', study, '--data', join(scratch.path, 'data'), '--json', '--checkpoint-seconds', '0'];
  return mriscore(args, onEvent);
}

async function newStudy(name: string): Promise<string> {
  const study = join(scratch.path, name);
  await writeStudy(study, PROTOCOL);
  return study;
}

/** Training steps that the run did, by their numbers at each report. */
function trainedSteps(ended: Ended): readonly number[] {
  const events = eventsOf(ended).filter(({ kind, stage }) => kind === 'training' && stage === 'train');
  return events.map(({ step }) => step ?? 0);
}

beforeAll(async () => {
  scratch = await scratchFolder();
  await writeSmallData(join(scratch.path, 'data'));
  const study = await newStudy('clean');
  const { code, err } = await run(study);
  expect(code, err.join('\n')).toBe(0);
  clean = await hashesBelow(study, isArtefact);
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('a study', () => {
  test('gives weights and scores of the same bytes when it runs again in another folder', async () => {
    const study = await newStudy('again');
    let second: Promise<Ended> | undefined;
    const first = await run(study, ({ kind }) => {
      if (kind === 'training') second ??= run(study);
    });
    expect(first.code).toBe(0);
    const again = await hashesBelow(study, isArtefact);
    expect(Object.keys(again)).toContain('4-encoders/T1c/weights.safetensors');
    expect(again).toEqual(clean);

    const refused = await second;
    expect(refused?.code, 'a second run at the same time is asked to come later').toBe(75);
    expect(eventsOf(refused as Ended)).toMatchObject([{ kind: 'failed', code: 'run/locked' }]);
  });

  test('gives the same bytes when it is killed in training, asked to stop, and run to the end', async () => {
    const study = await newStudy('killed');
    const killed = await run(study, ({ kind, step = 0 }, process) => {
      if (kind === 'training' && step >= 8) process.kill('SIGKILL');
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(await filesBelow(study)).toContain('ledger/lock.json');

    const stopped = await run(study, ({ kind }, process) => {
      if (kind === 'training') process.kill('SIGTERM');
    });
    expect(stopped.code).toBe(75);
    expect(eventsOf(stopped).at(-1)).toMatchObject({ kind: 'failed', code: 'run/stopped' });
    expect(await filesBelow(study)).not.toContain('ledger/lock.json');

    const ended = await run(study);
    expect(ended.code, ended.err.join('\n')).toBe(0);
    expect(await hashesBelow(study, isArtefact)).toEqual(clean);
    expect((await filesBelow(study)).filter((file) => /tmp|checkpoint|lock/.test(file))).toEqual([]);
    expect(await findBrokenLink(study)).toBeNull();
    const steps = trainedSteps(ended);
    expect(steps[0], 'the last run goes on and does not start over').toBeGreaterThan(4);
  });

  test('does nothing twice: a repeated run reuses every receipt', async () => {
    const study = join(scratch.path, 'clean');
    const receipts = async (): Promise<object> =>
      await hashesBelow(study, (file) => file.startsWith('ledger/'));
    const before = await receipts();
    const repeated = await run(study);
    expect(repeated.code).toBe(0);
    const kinds = new Set(eventsOf(repeated).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['stage-started', 'stage-finished', 'result']));
    for (const { kind, units, finished } of eventsOf(repeated)) {
      if (kind === 'stage-started') expect(finished).toBe(units);
    }
    expect(await receipts()).toEqual(before);
    expect(await hashesBelow(study, isArtefact)).toEqual(clean);
  });

  test('keeps a log in which every run and stage stands, linked line by line', async () => {
    const study = join(scratch.path, 'clean');
    expect(await findBrokenLink(study)).toBeNull();
    const lines = (await readFile(join(study, 'provenance.jsonl'), 'utf8')).trimEnd().split('\n');
    const actions = lines.map((line) => (JSON.parse(line) as { action: string }).action);
    expect(actions.filter((action) => action === 'run')).toHaveLength(2);
    expect(actions[1]).toBe('stage');
  });
});
