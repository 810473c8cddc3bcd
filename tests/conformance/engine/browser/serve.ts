/**
 * A server on the loopback address that gives a browser the engine's sources and exchanges messages with its page.
 *
 * Gives out the engine's sources and those of its conformance, stripped of types, at the addresses that they have in the
 * clone, and the files of onnxruntime-web. Ends when it is closed, and
 * keeps no process alive. Knows nothing of what the messages say.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server with a page that asks it for messages. */
export interface PageServer extends AsyncDisposable {
  /** Address of the page, without a query. */
  readonly url: string;
  /** Queues a message for the page. */
  send(message: Uint8Array): void;
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Folders of the clone whose files a page may ask for. */
const OPEN = ['packages/engine/src', 'tests/conformance/engine'].map((folder) => join(ROOT, folder) + sep);
/** A page's question is answered at least this often, so that no connection is taken for dead. */
const POLL_MS = 20_000;

const KINDS: Readonly<Record<string, string>> = Object.freeze({
  '.ts': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
});

/** With these, the page may share memory between threads. */
const HEADERS = Object.freeze({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
});

/**
 * Starts the server.
 *
 * @param script Path of the page's script in the folder of this file, such as `page.ts`.
 * @param onReply Called with each message of the page.
 */
export async function servePage(
  script: string,
  onReply: (message: Uint8Array) => void = () => undefined,
): Promise<PageServer> {
  const queue: Uint8Array[] = [];
  let wake: (() => void) | undefined;
  const next = async (response: ServerResponse): Promise<void> => {
    if (queue.length === 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS).unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const message = queue.shift();
    if (message === undefined) response.writeHead(204, HEADERS).end();
    else response.writeHead(200, HEADERS).end(message);
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/next') return next(response);
    if (path === '/reply') {
      onReply(await bodyOf(request));
      response.writeHead(204, HEADERS).end();
      return;
    }
    if (path === '/') {
      const page = `<!doctype html><meta charset="utf-8"><script type="module" src="/tests/conformance/engine/browser/${script}"></script>`;
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html' }).end(page);
      return;
    }
    await giveFile(path, response);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.writeHead(500, HEADERS).end(String(error)));
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    send: (message) => {
      queue.push(message);
      wake?.();
    },
    [Symbol.asyncDispose]: async () => {
      wake?.();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function giveFile(path: string, response: ServerResponse): Promise<void> {
  const file = fileOf(path);
  const kind = KINDS[extname(path)];
  if (file === undefined || kind === undefined) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  const headers = { ...HEADERS, 'Content-Type': kind };
  if (extname(file) === '.ts') response.writeHead(200, headers).end(await script(file));
  else response.writeHead(200, headers).end(await readFile(file));
}

/** The file behind an address; undefined when it lies outside the folders that are open. */
function fileOf(path: string): string | undefined {
  const [, area, ...rest] = path.split('/');
  const runtime = dirname(webModule()) + sep;
  const file = area === 'onnxruntime' ? join(runtime, ...rest) : join(ROOT, path);
  const open = area === 'onnxruntime' ? [runtime] : OPEN;
  return open.some((folder) => file.startsWith(folder)) ? file : undefined;
}

function webModule(): string {
  return createRequire(import.meta.url).resolve('onnxruntime-web/webgpu');
}

/** A source as the browser takes it: without types, and with addresses in place of package names. */
async function script(file: string): Promise<string> {
  const source = stripTypeScriptTypes(await readFile(file, 'utf8'));
  return source.replace(/(['"])onnxruntime-web\/(wasm|webgpu)\1/g, "'/onnxruntime/ort.$2.bundle.min.mjs'");
}
