import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DownloadOptions, download } from './download.ts';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 2654435761) >>> 13);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const PIN = { sha256: SHA256 };

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

let directory: string;
let server: Server;
let base: string;
let serve: Serve;
/** Range header of every request, in order. */
let ranges: (string | undefined)[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'download-'));
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

function start({ headers }: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
}

/** Serves the file as a good server does, from wherever it is asked. */
const whole: Serve = (request, response) => {
  const from = start(request);
  if (from >= BYTES.length) {
    response.writeHead(416, { 'content-range': `bytes */${BYTES.length}` }).end();
    return;
  }
  const rest = BYTES.subarray(from);
  const range = { 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` };
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...(from > 0 ? range : {}) });
  response.end(rest);
};

/** Serves up to a byte of the file and then cuts the connection. */
function cutAt(end: number): Serve {
  return (request, response) => {
    const from = start(request);
    const range = { 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` };
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': BYTES.length - from,
      ...(from > 0 ? range : {}),
    });
    response.write(BYTES.subarray(from, end), () => response.destroy());
  };
}

const target = (): string => join(directory, 'weights.bin');
const fetchIt = (options: Partial<DownloadOptions> = {}) =>
  download(`${base}/file`, target(), { pin: PIN, attempts: 2, waitMs: 1, ...options });

describe('a download', () => {
  test('brings the file, says how far it is, and leaves nothing else', async () => {
    serve = whole;
    const seen: [number, number | null][] = [];
    const got = await fetchIt({ onProgress: (bytes, of) => seen.push([bytes, of]) });
    expect(got).toEqual({ bytes: BYTES.length, sha256: SHA256, checkedAgainst: 'registry', commit: null });
    expect(Buffer.compare(await readFile(target()), BYTES)).toBe(0);
    expect(seen.at(-1)).toEqual([BYTES.length, BYTES.length]);
    expect(await readdir(directory)).toEqual(['weights.bin']);
  });

  test('goes on where the connection was cut, within one call', async () => {
    serve = (request, response) => (ranges.length === 1 ? cutAt(100_000) : whole)(request, response);
    await fetchIt();
    expect(ranges[0]).toBeUndefined();
    expect(Number(/\d+/.exec(ranges[1] ?? '')?.[0])).toBeGreaterThan(0);
    expect(Buffer.compare(await readFile(target()), BYTES)).toBe(0);
  });

  test('goes on in a later call after it gave up, and asks only for what is missing', async () => {
    serve = cutAt(120_000);
    await expect(fetchIt({ attempts: 1 })).rejects.toMatchObject({ exitCode: 75 });
    const kept = (await readFile(`${target()}.part`)).length;
    expect(kept).toBeGreaterThan(0);
    serve = whole;
    await fetchIt();
    expect(ranges.at(-1)).toBe(`bytes=${kept}-`);
    expect(Buffer.compare(await readFile(target()), BYTES)).toBe(0);
  });

  test('that had arrived whole before the program died is proved without fetching it again', async () => {
    serve = cutAt(BYTES.length - 1);
    await expect(fetchIt({ attempts: 1 })).rejects.toMatchObject({ exitCode: 75 });
    await writeFile(`${target()}.part`, BYTES);
    serve = whole;
    await fetchIt();
    expect(Buffer.compare(await readFile(target()), BYTES)).toBe(0);
  });

  test('starts over where the server cannot send a part, and where the part is of another address', async () => {
    serve = cutAt(50_000);
    await expect(fetchIt({ attempts: 1 })).rejects.toMatchObject({ exitCode: 75 });
    serve = (_, response) => response.writeHead(200, { 'content-length': BYTES.length }).end(BYTES);
    await fetchIt();
    expect(Buffer.compare(await readFile(target()), BYTES)).toBe(0);

    await writeFile(`${target()}.part`, 'of something else');
    serve = whole;
    await fetchIt();
    expect(ranges.at(-1)).toBeUndefined();
  });

  test('does not put two halves together when no hash would show that they fit', async () => {
    serve = (request, response) => (ranges.length === 1 ? cutAt(100_000) : whole)(request, response);
    await fetchIt({ pin: {}, attempts: 3 });
    expect(ranges).toHaveLength(3);
    expect(ranges[2]).toBeUndefined();
    expect(Buffer.compare(await readFile(target()), BYTES)).toBe(0);
  });

  test('follows redirects and believes the hash that the hub names on the way', async () => {
    serve = (request, response) => {
      if (request.url === '/cdn') return whole(request, response);
      const headers = {
        location: '/cdn',
        'x-linked-etag': `"${SHA256}"`,
        'x-linked-size': BYTES.length,
        'x-repo-commit': 'abc',
      };
      response.writeHead(302, headers).end();
    };
    expect(await fetchIt({ pin: {} })).toMatchObject({
      checkedAgainst: 'hub',
      commit: 'abc',
      sha256: SHA256,
    });

    serve = (request, response) => {
      if (request.url === '/cdn') return whole(request, response);
      response.writeHead(302, { location: '/cdn', 'x-linked-etag': '0'.repeat(64) }).end();
    };
    await expect(fetchIt({ pin: {} })).rejects.toMatchObject({ code: 'weights/wrong-hash' });
  });

  test('of other bytes is refused, never retried, and leaves nothing to go on with', async () => {
    serve = whole;
    for (const pin of [{ sha256: '1'.repeat(64) }, { bytes: 7 }, { integrity: 'sha512-AAAA' }]) {
      await expect(fetchIt({ pin })).rejects.toMatchObject({ code: 'weights/wrong-hash', exitCode: 20 });
    }
    expect(ranges).toHaveLength(3);
    expect(await readdir(directory)).toEqual([]);
  });

  test('says when nobody vouches for the file', async () => {
    serve = whole;
    expect((await fetchIt({ pin: {} })).checkedAgainst).toBe('nothing');
  });
});

describe('a download that cannot be', () => {
  test('because the server is away, is to be tried again, and says that a file will do', async () => {
    const [url, path] = ['http://127.0.0.1:1/file', target()];
    const refusal = download(url, path, { pin: PIN, attempts: 1, waitMs: 1 });
    await expect(refusal).rejects.toMatchObject({ code: 'weights/offline', exitCode: 75 });
    await expect(refusal).rejects.toThrow(/--from FILE/);
    expect(await readdir(directory)).toEqual([]);
  });

  test('because the server is busy or silent, is to be tried again', async () => {
    serve = (_, response) => response.writeHead(503).end();
    await expect(fetchIt()).rejects.toMatchObject({ code: 'weights/offline' });
    expect(ranges).toHaveLength(2);
    serve = () => undefined;
    await expect(fetchIt({ attempts: 1, silenceMs: 50 })).rejects.toMatchObject({ code: 'weights/offline' });
  });

  test('because there is no such file or it may not be read, is not tried again', async () => {
    for (const status of [401, 403, 404]) {
      serve = (_, response) => response.writeHead(status).end();
      await expect(fetchIt()).rejects.toMatchObject({ code: 'weights/not-there', exitCode: 20 });
    }
    expect(ranges).toHaveLength(3);
  });

  test('because redirects never end or lead nowhere, is refused', async () => {
    serve = (_, response) => response.writeHead(302, { location: '/again' }).end();
    await expect(fetchIt()).rejects.toThrow(/redirects/);
    serve = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    await expect(fetchIt()).rejects.toMatchObject({ code: 'weights/not-there' });
  });

  test('because it was asked to stop, keeps what has arrived', async () => {
    const stop = new AbortController();
    serve = (_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 1000));
    };
    const stopped = fetchIt({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'run/stopped', exitCode: 75 });
    expect((await readFile(`${target()}.part`)).length).toBe(1000);
  });
});
