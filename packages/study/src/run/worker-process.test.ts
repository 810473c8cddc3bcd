import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { TrialAnswer, TrialQuestion } from './answering.fixture.ts';
import { openWorkerProcess, type WorkerProcess } from './worker-process.ts';

const FILE = new URL('./answering.fixture.ts', import.meta.url);

function openTrial(onRestart?: (text: string) => void): WorkerProcess<TrialQuestion, TrialAnswer> {
  const about = { does: 'is tried', data: { factor: 2 } };
  return openWorkerProcess(FILE, onRestart === undefined ? about : { ...about, onRestart });
}

async function isAlive(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    // An ended process whose parent was killed keeps its number until somebody asks for its exit code.
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (/^\d+ \(.*\) Z/.test(state)) return false;
    await wait(50);
  }
  return true;
}

describe('a worker process', () => {
  test('answers each question with arrays that hold its own numbers', async () => {
    await using worker = openTrial();
    const all = Float32Array.of(1, 2, 3, 4);
    const answers = await Promise.all([
      worker.ask({ double: all.subarray(1, 3) }),
      worker.ask({ double: all.subarray(3) }),
    ]);
    expect(answers).toEqual([Float32Array.of(4, 6), Float32Array.of(8)]);
  });

  test('says why a question has no answer, and answers the next', async () => {
    await using worker = openTrial();
    await expect(worker.ask({ fail: 'no such crop' })).rejects.toThrow(/no such crop/);
    expect(await worker.ask({ double: Float32Array.of(1) })).toEqual(Float32Array.of(2));
  });

  test('that is ended is started again, and answers what waited', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'worker-'));
    const notes: string[] = [];
    await using worker = openTrial((text) => notes.push(text));
    const before = worker.ask({ double: Float32Array.of(1) });
    const ended = worker.ask({ die: 'SIGTRAP', onceBy: join(directory, 'ended') });
    const behind = worker.ask({ double: Float32Array.of(5) });
    expect(await Promise.all([before, ended, behind])).toEqual([
      Float32Array.of(2),
      'lived',
      Float32Array.of(10),
    ]);
    expect(notes).toEqual([expect.stringContaining('that is tried was ended by the signal SIGTRAP')]);
    await rm(directory, { recursive: true });
  });

  test('is given up when the same question ends it twice, and the others are answered', async () => {
    await using worker = openTrial();
    const deadly = worker.ask({ die: 'SIGKILL' });
    const behind = worker.ask({ double: Float32Array.of(5) });
    await expect(deadly).rejects.toMatchObject({
      code: 'run/worker-ended',
      exitCode: 75,
      finding: { remedy: expect.stringContaining('Free memory') },
    });
    expect(await behind).toEqual(Float32Array.of(10));
  });

  test('leaves signals of a terminal to its parent, and ends when it is closed', async () => {
    const worker = openTrial();
    const pid = Number(await worker.ask({ pid: true }));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    await wait(100);
    expect(await worker.ask({ pid: true })).toBe(pid);
    await worker[Symbol.asyncDispose]();
    expect(await isAlive(pid)).toBe(false);
  });

  test('ends with a parent that is killed, and holds no parent up that has nothing more to do', async () => {
    const program = (then: string): string[] => [
      '--input-type=module-typescript',
      '-e',
      `import { openWorkerProcess } from ${JSON.stringify(new URL('./worker-process.ts', import.meta.url).href)};
       const worker = openWorkerProcess(new URL(${JSON.stringify(FILE.href)}), { does: 'is tried', data: { factor: 2 } });
       console.log(await worker.ask({ pid: true }));
       ${then}`,
    ];
    for (const then of ['', "process.kill(process.pid, 'SIGKILL');"]) {
      const run = promisify(execFile)(process.execPath, program(then)).catch(
        (error: { stdout: string }) => error,
      );
      const { stdout } = await run;
      expect(Number(stdout)).toBeGreaterThan(0);
      expect(await isAlive(Number(stdout)), then).toBe(false);
    }
  });
});
