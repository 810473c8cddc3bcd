/**
 * A module of an installed package in a page: bundled as a web application would, served and imported.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';

/** Bundles one entry for browsers. A module of Node in it is an error: no page has one. */
async function bundle(folder: string, entry: string): Promise<string> {
  const out = await mkdtemp(join(folder, 'bundle-'));
  const input = join(out, 'entry.mjs');
  await writeFile(input, `export * from '${entry}';\n`);
  const built = await rolldown({
    cwd: folder,
    input,
    platform: 'browser',
    onLog: (level, { code, message }) => {
      // Emscripten's own eval, in a decoder that is loaded when an image needs it.
      if (level === 'warn' && code !== 'EVAL') throw new Error(message);
    },
  });
  await built.write({ dir: join(out, 'site'), format: 'esm' });
  await built.close();
  return join(out, 'site');
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === '/') response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
    else
      void readFile(join(folder, request.url!.slice(1))).then(
        (bytes) => response.setHeader('Content-Type', 'text/javascript').end(bytes),
        () => response.writeHead(404).end(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/**
 * The names that an entry exports in a page.
 *
 * @param program Path of Chromium.
 * @param folder Where the packages are installed.
 * @param entry What the page imports, such as `@mriscore/stats`.
 */
export async function namesInChromium(program: string, folder: string, entry: string): Promise<string[]> {
  const server = await serve(await bundle(folder, entry));
  await using browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate("import('/entry.js').then(Object.keys)");
  } finally {
    server.close();
  }
}
