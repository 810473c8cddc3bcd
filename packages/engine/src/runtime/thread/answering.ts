/**
 * The inside of the worker that owns the sessions, whichever kind of worker it is.
 *
 * Reads requests, gives replies, in order. What it computes is in `held/`.
 */

import { EngineError } from '../../errors.ts';
import { releaseState } from '../../program/state.ts';
import { copyModel } from '../copy-model.ts';
import { type HeldSession, holdSession } from '../held/session.ts';
import type { HoldSettings, OnnxRuntime } from '../onnxruntime.ts';
import type { NumberedRequest, OwnerAnswer, OwnerReply, OwnerRequest } from './messages.ts';

/** How replies leave; buffers in the second argument are handed over without a copy. */
export type Send = (reply: OwnerReply, handedOver: ArrayBuffer[]) => void;

/**
 * Answers requests one after the other.
 *
 * @param load Gives the ONNX Runtime module, set up for the provider; called once.
 * @param send How replies leave.
 * @returns A function to call with each request; it resolves when that one was answered.
 */
export function answering(
  load: (settings: HoldSettings) => Promise<OnnxRuntime>,
  send: Send,
): (message: NumberedRequest) => Promise<void> {
  const sessions = new Map<number, HeldSession>();
  let opened: { ort: OnnxRuntime; settings: HoldSettings } | undefined;
  let queue: Promise<void> = Promise.resolve();
  const answerTo = async (request: OwnerRequest): Promise<OwnerAnswer> => {
    if (request.kind === 'open') {
      opened = { ort: await opening(load, request.settings), settings: request.settings };
      return {};
    }
    if (request.kind !== 'load') return answerFrom(sessions, request);
    sessions.set(request.session, await holdSession(opened!.ort, request, opened!.settings));
    // The session has copies of its own; left to the garbage collector, the message's stay for many steps.
    releaseState(request.state);
    release([request.program.onnx]);
    return {};
  };
  const reply = async ({ id, request }: NumberedRequest): Promise<void> => {
    try {
      const answer = await answerTo(request);
      send({ id, answer }, buffersOf(answer));
    } catch (error) {
      send({ id, error: described(error) }, []);
    }
  };
  return (message) => {
    queue = queue.then(() => reply(message));
    return queue;
  };
}

async function answerFrom(
  sessions: Map<number, HeldSession>,
  request: Exclude<OwnerRequest, { kind: 'open' | 'load' }>,
): Promise<OwnerAnswer> {
  switch (request.kind) {
    case 'steps':
      try {
        return { results: await sessions.get(request.session)!.steps(request.batches) };
      } finally {
        release(request.batches.flatMap((batch) => Object.values(batch)));
      }
    case 'readState':
      return { state: await sessions.get(request.session)!.readState() };
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

/** Gives back the memory of a message's arrays: megabytes a step that would wait for the garbage collector. */
function release(arrays: readonly { readonly buffer: ArrayBufferLike }[]): void {
  for (const buffer of new Set(arrays.map((array) => array.buffer)))
    if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Loads the module and has the provider copy one number, so that an absent device is named at once. */
async function opening(
  load: (settings: HoldSettings) => Promise<OnnxRuntime>,
  settings: HoldSettings,
): Promise<OnnxRuntime> {
  try {
    const ort = await load(settings);
    const session = await ort.InferenceSession.create(copyModel([[1]]), {
      executionProviders: [settings.provider],
      logSeverityLevel: 3,
    });
    const copied = await session.run({ 'from/0': new ort.Tensor('float32', Float32Array.of(1), [1]) });
    await session.release();
    if ((copied['to/0']?.data as Float32Array | undefined)?.[0] === 1) return ort;
  } catch (error) {
    throw unavailable(settings, reasonOf(error));
  }
  throw unavailable(settings, 'it did not give a copied number back');
}

function unavailable({ provider }: HoldSettings, reason: string): EngineError {
  const needed: Record<HoldSettings['provider'], [needed: string, remedy: string]> = {
    cpu: ['Needed ONNX Runtime for this machine.', 'Install the packages again on this machine.'],
    wasm: [
      'Needed a browser that runs WebAssembly.',
      'Serve the files of onnxruntime-web, and check the page’s security policy.',
    ],
    webgpu: [
      'Needed a graphics card with a driver for Vulkan, Metal or Direct3D 12.',
      'Install the driver, or compute on the processor.',
    ],
    cuda: [
      'Needed an NVIDIA card, its driver, CUDA 12, cuDNN 9 and the CUDA provider of onnxruntime-node.',
      'Install what the message names, or compute on the processor.',
    ],
  };
  return new EngineError('runtime/unavailable', {
    found: `Found that ${provider} does not execute here: ${reason}.`,
    needed: needed[provider][0],
    remedy: needed[provider][1],
  });
}

/** State is handed over without another copy. */
function buffersOf(answer: OwnerAnswer): ArrayBuffer[] {
  return [...(answer.state?.values() ?? [])].map(({ data }) => data.buffer as ArrayBuffer);
}

/** First line of a message, without the place in ONNX Runtime's source and without a full stop. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .split('\n')[0]!
    .replace(/^.* was false\. /, '')
    .replace(/[\s.]+$/, '');
}

function described(error: unknown): { code: EngineError['code']; finding: EngineError['finding'] } {
  if (error instanceof EngineError) return { code: error.code, finding: error.finding };
  return {
    code: 'runtime/failed',
    finding: {
      found: `Found that ONNX Runtime failed: ${error instanceof Error ? error.message : String(error)}.`,
      needed: 'Needed the model to load and run.',
      remedy: 'Check free memory, and that the installed ONNX Runtime is the version in package.json.',
    },
  };
}
