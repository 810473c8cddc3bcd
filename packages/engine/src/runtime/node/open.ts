/**
 * Opens ONNX Runtime on this machine's processor.
 *
 * Starts one worker thread, sends it requests and pairs its replies. Checks batches before they leave.
 */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../errors.ts';
import type { Program } from '../../program.ts';
import type { State } from '../../state.ts';
import { checkBatch } from '../batch.ts';
import type { Batch, Runtime, Session } from '../runtime.ts';
import type { Answer, Reply, Request, WorkerOptions } from './messages.ts';

/** Options of the processor runtime. */
export interface NodeCpuOptions {
  /** Threads for one operation, at least 1. Default: what the machine has, at most 16. */
  readonly threads?: number;
}

type Ask = (request: Request) => Promise<Answer>;

/**
 * Starts a worker that runs programs with onnxruntime-node on the processor.
 *
 * @param options Number of threads.
 * @throws EngineError `runtime/unavailable` when the number of threads is not sensible.
 * @example
 * await using runtime = await openNodeCpu({ threads: 2 });
 * await using session = await runtime.load(program, state);
 */
export async function openNodeCpu(options: NodeCpuOptions = {}): Promise<Runtime> {
  const threads = options.threads ?? Math.min(16, availableParallelism());
  if (!Number.isInteger(threads) || threads < 1)
    throw new EngineError('runtime/unavailable', {
      found: `Found ${threads} threads.`,
      needed: 'Needed a whole number of at least 1.',
      remedy: 'Leave the option out to use every core.',
    });
  const { ask, end } = startWorker({ threads });
  let sessions = 0;
  let closing: Promise<void> | undefined;
  return {
    name: 'node-cpu',
    load: async (program, state) => {
      const session = sessions++;
      await ask({ kind: 'load', session, program, state: new Map(state) });
      return openSession(program, session, ask);
    },
    [Symbol.asyncDispose]: () => {
      closing ??= end();
      return closing;
    },
  };
}

function openSession(program: Program, session: number, ask: Ask): Session {
  let closed: Promise<Answer> | undefined;
  const open = (): void => {
    if (!closed) return;
    throw new EngineError('runtime/closed', {
      found: 'Found a session that was closed.',
      needed: 'Needed an open session.',
      remedy: 'Load the program again.',
    });
  };
  const steps = async (batches: readonly Batch[]) => {
    open();
    for (const batch of batches) checkBatch(program, batch);
    return (await ask({ kind: 'steps', session, batches })).results!;
  };
  const step = async (batch: Batch) => (await steps([batch]))[0]!;
  return {
    steps,
    step,
    run: step,
    readState: async (): Promise<State> => {
      open();
      return (await ask({ kind: 'readState', session })).state!;
    },
    [Symbol.asyncDispose]: async () => {
      closed ??= ask({ kind: 'release', session });
      await closed;
    },
  };
}

function startWorker(workerData: WorkerOptions): { ask: Ask; end: () => Promise<void> } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let next = 0;
  let failure: EngineError | undefined;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const fail = (reason: string): void => {
    failure ??= stopped(reason);
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const entry = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in reply) entry?.reject(new EngineError(reply.error.code, reply.error.finding));
    else entry?.resolve(reply.answer);
  });
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => fail('it was closed'));
  worker.unref();
  const ask: Ask = (request) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      waiting.set(next, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: next++, request });
    });
  const end = async (): Promise<void> => {
    await ask({ kind: 'close' });
    worker.ref();
    await ended;
  };
  return { ask, end };
}

function stopped(reason: string): EngineError {
  return new EngineError('runtime/closed', {
    found: `Found that the worker thread had ended: ${reason}.`,
    needed: 'Needed a running worker.',
    remedy: 'Open the runtime again; if it ends again, check free memory.',
  });
}
