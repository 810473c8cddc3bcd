import { expect, it } from 'vitest';
import { servePage } from './serve.ts';

it('gives a page, scripts without types and the files of onnxruntime-web, and nothing beside them', async () => {
  await using server = await servePage('page.ts');
  const get = (path: string) => fetch(new URL(path, server.url));
  const page = await get('/');
  expect(await page.text()).toContain('src="/tests/conformance/engine/browser/page.ts"');
  expect(page.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  const worker = await get('/packages/engine/src/runtime/web/worker-wasm.ts');
  const script = await worker.text();
  expect(worker.headers.get('Content-Type')).toBe('text/javascript');
  expect(script).toContain("import('/onnxruntime/ort.wasm.bundle.min.mjs')");
  expect(script).not.toContain('import type');
  expect((await get('/onnxruntime/ort-wasm-simd-threaded.wasm')).headers.get('Content-Type')).toBe(
    'application/wasm',
  );
  for (const path of [
    '/packages/engine/src/../package.json',
    '/packages/engine/src/%2e%2e/package.json',
    '/packages/engine/src/index.css',
    '/packages/stats/src/index.ts',
    '/tests/conformance/stats/run.ts',
    '/package.json',
  ])
    expect((await get(path)).status).toBe(404);
});

it('hands messages to the page in order and gives its replies', async () => {
  const replies: string[] = [];
  await using server = await servePage('page.ts', (reply) => {
    replies.push(new TextDecoder().decode(reply));
  });
  const next = async () => (await fetch(new URL('/next', server.url), { method: 'POST' })).text();
  server.send(new TextEncoder().encode('first'));
  expect(await next()).toBe('first');
  const waiting = next();
  server.send(new TextEncoder().encode('second'));
  expect(await waiting).toBe('second');
  await fetch(new URL('/reply', server.url), { method: 'POST', body: 'answer' });
  expect(replies).toEqual(['answer']);
});
