/**
 * A runtime of a browser, used from Node: what a conformance run asks is computed in a page's worker.
 *
 * Serves the page, has it opened, and passes requests on. Knows no browser: it is told how to open an address.
 */

import { EngineError } from '../../../../packages/engine/src/errors.ts';
import type { Runtime } from '../../../../packages/engine/src/runtime/runtime.ts';
import { type Owner, runtimeOf, waiting } from '../../../../packages/engine/src/runtime/thread/asking.ts';
import type { OwnerReply } from '../../../../packages/engine/src/runtime/thread/messages.ts';
import type { WebRuntimeName } from '../../../../packages/engine/src/runtime/web/open.ts';
import { servePage } from './serve.ts';
import { decode, encode } from './wire.ts';

/** A page that was opened. */
export interface OpenedPage extends AsyncDisposable {
  /** Resolves with a reason when the page or its browser is gone. */
  readonly gone: Promise<string>;
}

/** How to open an address in a browser. */
export type OpenPage = (url: string) => Promise<OpenedPage>;

/** Options of a browser's runtime. */
export interface RemoteOptions {
  readonly openPage: OpenPage;
  /** Threads; 0 leaves the number to the page. Default 0. */
  readonly threads?: number;
}

/**
 * Opens a runtime in a browser.
 *
 * @param name Which runtime.
 * @param options How to open a page.
 * @throws EngineError `runtime/unavailable` as the page gives it, `runtime/closed` when the browser goes away.
 * @example
 * await using runtime = await openInBrowser('web-wasm', { openPage });
 */
export async function openInBrowser(name: WebRuntimeName, options: RemoteOptions): Promise<Runtime> {
  await using closing = new AsyncDisposableStack();
  let settle: (reply: OwnerReply) => void = () => undefined;
  const server = closing.use(await servePage('page.ts', (message) => settle(decode(message) as OwnerReply)));
  const exchange = waiting(
    (message) => server.send(encode(message)),
    () => undefined,
  );
  settle = exchange.settle;
  const page = closing.use(await options.openPage(`${server.url}?runtime=${name}`));
  page.gone.then(exchange.fail, () => undefined);
  const provider = name === 'web-wasm' ? 'wasm' : 'webgpu';
  await exchange.ask({ kind: 'open', settings: { provider, threads: options.threads ?? 0 } });
  const opened = closing.move();
  const end: Owner['end'] = async () => {
    await exchange.ask({ kind: 'close' }).catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
    });
    await opened.disposeAsync();
  };
  return runtimeOf(name, { ask: exchange.ask, end });
}
