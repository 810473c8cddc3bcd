import { describe, expect, it } from 'vitest';
import { EngineError } from '../../errors.ts';
import type { StepResult } from '../../program/batch.ts';
import { chooseRuntime } from '../node/choose.ts';
import { openNodeCpu } from '../node/open.ts';
import type { Runtime, RuntimeName, Session } from '../runtime.ts';
import { chooseAmong, openWished } from './choose.ts';
import type { Candidate } from './record.ts';

const cpu: Candidate = { name: 'node-cpu', open: () => openNodeCpu({ threads: 1 }) };

/** The processor under another name, whose scores are off by a share of themselves. */
function skewed(name: RuntimeName, share: number): Candidate & { closed: () => boolean } {
  let closed = false;
  const off = (step: StepResult): StepResult => ({
    ...step,
    logits: step.logits!.map((value) => value * (1 + share)),
  });
  const sessionOf = (session: Session): Session => ({
    ...session,
    step: async (batch) => off(await session.step(batch)),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  });
  const open = async (): Promise<Runtime> => {
    const runtime = await openNodeCpu({ threads: 1 });
    return {
      name,
      load: async (program, state) => sessionOf(await runtime.load(program, state)),
      [Symbol.asyncDispose]: async () => {
        closed = true;
        await runtime[Symbol.asyncDispose]();
      },
    };
  };
  return { name, open, closed: () => closed };
}

const absent: Candidate = {
  name: 'node-cuda',
  open: () =>
    Promise.reject(
      new EngineError('runtime/unavailable', {
        found: 'Found no card.',
        needed: 'Needed one.',
        remedy: 'Buy one.',
      }),
    ),
};

describe('a choice between runtimes', () => {
  it('refuses with the figure what computes otherwise, and with its words what is absent', async () => {
    const wrong = skewed('node-webgpu', 0.01);
    const { runtime, record } = await chooseAmong([cpu, wrong, absent]);
    await runtime[Symbol.asyncDispose]();
    expect(record).toMatchObject({
      wish: 'auto',
      chosen: 'node-cpu',
      reference: 'node-cpu',
      tolerance: 1e-3,
    });
    const [reference, second, third] = record.candidates;
    expect(reference).toMatchObject({ accepted: true, largestDifference: null, reason: null });
    expect(second!.accepted).toBe(false);
    expect(second!.largestDifference).toBeGreaterThan(1e-3);
    expect(second!.reason).toContain(second!.largestDifference!.toPrecision(3));
    expect(wrong.closed()).toBe(true);
    expect(third).toMatchObject({
      accepted: false,
      openMs: null,
      reason: 'Found no card. Needed one. Buy one.',
    });
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it('accepts what differs by less than the tolerance', async () => {
    const { runtime, record } = await chooseAmong([cpu, skewed('node-webgpu', 1e-6)]);
    await runtime[Symbol.asyncDispose]();
    expect(record.candidates[1]).toMatchObject({ accepted: true, reason: null });
    expect(record.candidates[1]!.largestDifference).toBeLessThan(1e-5);
    expect(record.candidates[1]!.stepMs).toBeGreaterThan(0);
  });

  it('does not wait for what takes longer than its patience', async () => {
    const { runtime, record } = await chooseAmong([cpu, skewed('node-webgpu', 0)], { patienceMs: 0 });
    await runtime[Symbol.asyncDispose]();
    expect(record.chosen).toBe('node-cpu');
    expect(record.candidates[1]!.reason).toMatch(
      /a tiny step takes \d+ ms, where the reference takes \d+ ms/,
    );
  });

  it('obeys a wish, and refuses it when it computes otherwise', async () => {
    const right = await openWished(skewed('node-webgpu', 0), cpu);
    await right.runtime[Symbol.asyncDispose]();
    expect(right.record).toMatchObject({ wish: 'node-webgpu', chosen: 'node-webgpu' });
    const wrong = skewed('node-webgpu', 0.01);
    await expect(openWished(wrong, cpu)).rejects.toMatchObject({ code: 'runtime/disagrees' });
    expect(wrong.closed()).toBe(true);
    await expect(openWished(absent, cpu)).rejects.toMatchObject({ code: 'runtime/unavailable' });
  });

  it('takes the processor without any trial unless asked otherwise', async () => {
    const { runtime, record } = await chooseRuntime({ threads: 1 });
    await runtime[Symbol.asyncDispose]();
    expect(record).toMatchObject({ wish: 'node-cpu', chosen: 'node-cpu', candidates: [] });
  });
});
