/**
 * The worker thread that owns the sessions, so that running a model never blocks the event loop.
 *
 * Reads requests, gives replies, in order. Everything it computes is in `held.ts`.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { EngineError } from '../../errors.ts';
import { type HeldSession, holdSession } from './held.ts';
import type { Answer, Reply, Request, WorkerOptions } from './messages.ts';

const port = parentPort!;
const { threads } = workerData as WorkerOptions;
const sessions = new Map<number, HeldSession>();
let queue: Promise<void> = Promise.resolve();

port.on('message', ({ id, request }: { id: number; request: Request }) => {
  queue = queue.then(() => reply(id, request));
});

async function reply(id: number, request: Request): Promise<void> {
  try {
    const answer = await answerTo(request);
    port.postMessage({ id, answer } satisfies Reply, buffersOf(answer));
  } catch (error) {
    port.postMessage({ id, error: described(error) } satisfies Reply);
  }
  if (request.kind === 'close') port.close();
}

async function answerTo(request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'load':
      sessions.set(request.session, await holdSession(request.program, request.state, threads));
      return {};
    case 'steps':
      return { results: await sessions.get(request.session)!.steps(request.batches) };
    case 'readState':
      return { state: sessions.get(request.session)!.readState() };
    case 'release':
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return {};
    case 'close':
      for (const session of sessions.values()) await session.release();
      sessions.clear();
      return {};
    default:
      return request satisfies never;
  }
}

/** State is handed over without another copy. */
function buffersOf(answer: Answer): ArrayBuffer[] {
  return [...(answer.state?.values() ?? [])].map(({ data }) => data.buffer as ArrayBuffer);
}

function described(error: unknown): { code: EngineError['code']; finding: EngineError['finding'] } {
  if (error instanceof EngineError) return { code: error.code, finding: error.finding };
  return {
    code: 'runtime/failed',
    finding: {
      found: `Found that ONNX Runtime failed: ${error instanceof Error ? error.message : String(error)}.`,
      needed: 'Needed the model to load and run.',
      remedy: 'Check free memory, and that the installed onnxruntime-node is the version in package.json.',
    },
  };
}
