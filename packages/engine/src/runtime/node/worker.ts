/**
 * The worker thread that owns the sessions in Node, so that running a model never blocks the event loop.
 *
 * Joins onnxruntime-node with `thread/answering.ts`. Decides nothing.
 */

import { parentPort } from 'node:worker_threads';
import { answering } from '../thread/answering.ts';
import type { Numbered } from '../thread/messages.ts';

const port = parentPort!;
const answer = answering(
  async () => import('onnxruntime-node'),
  (reply, handedOver) => port.postMessage(reply, handedOver),
);

async function take(message: Numbered): Promise<void> {
  await answer(message);
  if (message.request.kind === 'close') port.close();
}

port.on('message', (message: Numbered) => void take(message));
