/**
 * What runs in the browser when a conformance run drives it: fetches requests, has a worker answer them, sends replies.
 *
 * The address says which runtime, as `?runtime=web-wasm`. Knows nothing of what is computed.
 */

import { EngineError } from '../../../../packages/engine/src/errors.ts';
import type { Owner } from '../../../../packages/engine/src/runtime/thread/asking.ts';
import type {
  NumberedRequest,
  OwnerAnswer,
  OwnerReply,
  OwnerRequest,
} from '../../../../packages/engine/src/runtime/thread/messages.ts';
import { startOwner, type WebRuntimeName } from '../../../../packages/engine/src/runtime/web/open.ts';
import { decode, encode } from './wire.ts';

declare const location: { readonly search: string };

const name = new URLSearchParams(location.search).get('runtime') as WebRuntimeName;
let owner: Owner | undefined;

async function answerTo(request: OwnerRequest): Promise<OwnerAnswer> {
  if (request.kind !== 'open') return owner!.ask(request);
  const { threads } = request.settings;
  owner = await startOwner(name, threads > 0 ? { threads } : {});
  return {};
}

async function replyTo({ id, request }: NumberedRequest): Promise<OwnerReply> {
  try {
    return { id, answer: await answerTo(request) };
  } catch (error) {
    if (error instanceof EngineError) return { id, error: { code: error.code, finding: error.finding } };
    const found = `Found that the page failed: ${String(error)}.`;
    const finding = {
      found,
      needed: 'Needed the worker to answer.',
      remedy: 'Look at the browser’s console.',
    };
    return { id, error: { code: 'runtime/failed', finding } };
  }
}

for (;;) {
  const next = await fetch('/next', { method: 'POST' });
  if (next.status === 204) continue;
  const message = decode(new Uint8Array(await next.arrayBuffer())) as NumberedRequest;
  const reply = await replyTo(message);
  // A Blob, since what drives the browser may copy a body of bytes into a text, which half a gigabyte does not fit.
  await fetch('/reply', { method: 'POST', body: new Blob([encode(reply)]) });
}
