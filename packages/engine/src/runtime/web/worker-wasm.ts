/**
 * The Web Worker that owns sessions executed as WebAssembly, so that the page stays free.
 *
 * Joins onnxruntime-web with `thread/answering.ts`. Decides nothing.
 */

import { answering } from '../thread/answering.ts';
import type { Numbered } from '../thread/messages.ts';
import { browserScope } from './scope.ts';

const scope = browserScope();
const answer = answering(
  async ({ threads }) => {
    const ort = await import('onnxruntime-web/wasm');
    ort.env.wasm.numThreads = threads;
    return ort;
  },
  (reply, handedOver) => scope.postMessage(reply, handedOver),
);

async function take(message: Numbered): Promise<void> {
  await answer(message);
  if (message.request.kind === 'close') scope.close();
}

scope.onmessage = ({ data }) => void take(data as Numbered);
