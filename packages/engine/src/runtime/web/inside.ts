/**
 * The inside of a Web Worker that owns sessions, whichever build of onnxruntime-web executes them.
 *
 * Joins a build with `thread/answering.ts`. Decides nothing.
 */

import type { OnnxRuntime } from '../onnxruntime.ts';
import { answering } from '../thread/answering.ts';
import type { NumberedRequest } from '../thread/messages.ts';
import { browserScope } from './scope.ts';

/** A build of onnxruntime-web, which computes on the processor as WebAssembly what its provider does not have. */
type WebBuild = OnnxRuntime & { readonly env: { readonly wasm: { numThreads?: number | undefined } } };

/**
 * Answers the page until it asks to close.
 *
 * @param load Imports the build; called once, when the page opens the runtime.
 */
export function serveSessions(load: () => Promise<WebBuild>): void {
  const scope = browserScope();
  const answer = answering(
    async ({ threads }) => {
      const build = await load();
      build.env.wasm.numThreads = threads;
      return build;
    },
    (reply, handedOver) => scope.postMessage(reply, handedOver),
  );
  const take = async (message: NumberedRequest): Promise<void> => {
    await answer(message);
    if (message.request.kind === 'close') scope.close();
  };
  scope.onmessage = ({ data }) => void take(data as NumberedRequest);
}
