/**
 * A runtime whose sessions live in a worker: sends requests, pairs replies, checks batches before they leave.
 *
 * Knows nothing of which kind of worker it is.
 */

import { EngineError } from '../../errors.ts';
import type { Batch } from '../../program/batch.ts';
import type { Program } from '../../program/program.ts';
import type { State } from '../../program/state.ts';
import { checkBatch } from '../batch.ts';
import type { Runtime, RuntimeName, Session } from '../runtime.ts';
import type { NumberedRequest, OwnerAnswer, OwnerReply, OwnerRequest } from './messages.ts';

/** The worker as seen from outside. */
export interface Owner {
  ask(request: OwnerRequest): Promise<OwnerAnswer>;
  /** Ends the worker after what it has been asked. */
  end(): Promise<void>;
}

/** Requests that wait for their replies. */
export interface Waiting {
  ask(request: OwnerRequest): Promise<OwnerAnswer>;
  settle(reply: OwnerReply): void;
  /** Fails everything that waits and everything asked later. */
  fail(reason: string): void;
}

/**
 * Pairs requests with replies.
 *
 * @param post How a request leaves.
 * @param onBusy Called with true when the first request waits and with false when none does any more.
 */
export function waiting(post: (message: NumberedRequest) => void, onBusy: (busy: boolean) => void): Waiting {
  const open = new Map<number, { resolve: (answer: OwnerAnswer) => void; reject: (error: Error) => void }>();
  let next = 0;
  let failure: EngineError | undefined;
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        open.set(next, { resolve, reject });
        onBusy(true);
        post({ id: next++, request });
      }),
    settle: (reply) => {
      const entry = open.get(reply.id);
      open.delete(reply.id);
      if (open.size === 0) onBusy(false);
      if ('error' in reply) entry?.reject(new EngineError(reply.error.code, reply.error.finding));
      else entry?.resolve(reply.answer);
    },
    fail: (reason) => {
      failure ??= stopped(reason);
      for (const { reject } of open.values()) reject(failure);
      open.clear();
    },
  };
}

/**
 * The runtime of a worker that was opened.
 *
 * @param name What executes.
 * @param owner The worker.
 */
export function runtimeOf(name: RuntimeName, owner: Owner): Runtime {
  let sessions = 0;
  let closing: Promise<void> | undefined;
  return {
    name,
    load: async (program, state) => {
      const session = sessions++;
      await owner.ask({ kind: 'load', session, program, state: new Map(state) });
      return sessionOf(program, session, owner);
    },
    [Symbol.asyncDispose]: () => {
      closing ??= owner.end();
      return closing;
    },
  };
}

function sessionOf(program: Program, session: number, { ask }: Owner): Session {
  let closed: Promise<OwnerAnswer> | undefined;
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

/**
 * The error of a worker that is gone.
 *
 * @param reason What is known of why.
 */
function stopped(reason: string): EngineError {
  return new EngineError('runtime/closed', {
    found: `Found that the worker thread had ended: ${reason}.`,
    needed: 'Needed a running worker.',
    remedy: 'Open the runtime again; if it ends again, check free memory.',
  });
}
