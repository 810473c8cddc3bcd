/**
 * The worker thread that owns the sessions in Node, so that running a model never blocks the event loop.
 *
 * Joins ONNX Runtime with `thread/answering.ts`: its library for the processor, onnxruntime-node for a card.
 */

import { parentPort } from 'node:worker_threads';
import type { OnnxRuntime, Provider } from '../onnxruntime.ts';
import { answering } from '../thread/answering.ts';
import type { NumberedRequest } from '../thread/messages.ts';

const port = parentPort!;
const answer = answering(
  async ({ provider }) => executing(provider),
  (reply, handedOver) => port.postMessage(reply, handedOver),
);

async function executing(provider: Provider): Promise<OnnxRuntime> {
  if (provider !== 'cpu') return import('onnxruntime-node');
  const { openDirect } = await import('./direct/session.ts');
  return openDirect();
}

async function take(message: NumberedRequest): Promise<void> {
  await answer(message);
  if (message.request.kind === 'close') port.close();
}

port.on('message', (message: NumberedRequest) => void take(message));
