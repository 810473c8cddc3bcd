import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createGeometry,
  createVolume,
  decodeStack,
  formatNifti,
  parseDicomFolder,
  parseNifti,
  type Volume,
  VolumeError,
} from '../../../packages/volume/src/index.ts';
import { enhancedInput } from './synthetic.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

const PACKAGE = fileURLToPath(new URL('../../../packages/volume', import.meta.url));
const FFLATE = dirname(createRequire(import.meta.url).resolve('fflate/package.json'));
const FOLDERS: Readonly<Record<string, string>> = { volume: PACKAGE, fflate: FFLATE };

/** A file with the transfer syntax of deflated data, and the data set of another file. */
function deflatedDicom(file: Uint8Array): Uint8Array {
  const end = 144 + new DataView(file.buffer, file.byteOffset).getUint32(140, true);
  const uid = '1.2.840.10008.1.2.1.99';
  const syntax = [2, 0, 16, 0, 0x55, 0x49, uid.length, 0, ...new TextEncoder().encode(uid)];
  const head = [...new Uint8Array(128), 0x44, 0x49, 0x43, 0x4d, ...syntax];
  return Uint8Array.from([...head, ...deflateRawSync(file.subarray(end))]);
}

/** A page whose names of modules mean what package.json says they mean where Node is not. */
async function pageText(): Promise<string> {
  const { imports } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as {
    imports: Record<string, { default: { '@mriscore/source': string } }>;
  };
  const own = Object.entries(imports).map(([name, { default: files }]) => [
    name,
    `/volume/${files['@mriscore/source'].slice(2)}`,
  ]);
  const map = { imports: { ...Object.fromEntries(own), fflate: '/fflate/esm/browser.js' } };
  return `<!doctype html><meta charset="utf-8"><script type="importmap">${JSON.stringify(map)}</script>`;
}

/** Gives the page, sources without types, and nothing outside of the two folders. */
async function answer(path: string): Promise<{ kind: string; body: string } | undefined> {
  if (path === '/') return { kind: 'text/html', body: await pageText() };
  const [, area = '', ...rest] = path.split('/');
  const folder = FOLDERS[area];
  const file = join(folder ?? '', ...rest);
  if (folder === undefined || !file.startsWith(folder) || file.includes(`..${sep}`)) return undefined;
  if (!/\.(ts|js)$/.test(file)) return undefined;
  const source = await readFile(file, 'utf8');
  return { kind: 'text/javascript', body: file.endsWith('.ts') ? stripTypeScriptTypes(source) : source };
}

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/')
      .then((found) => {
        if (found === undefined) response.writeHead(404).end();
        else response.writeHead(200, { 'Content-Type': found.kind }).end(found.body);
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** What of a volume leaves the page. */
const plain = ({ geometry, data }: Volume) => ({
  size: [...geometry.size],
  affine: [...geometry.indexToLpsMm],
  kind: data.constructor.name,
  voxels: [...data],
});

/** An expression for the page: `run`, the text of a function, called with the package and these bytes. */
const inPage = (bytes: Uint8Array, run: string): string => `(async () => {
  const volume = await import('/volume/src/index.ts');
  const plain = ${plain.toString()};
  return await (${run})(volume, Uint8Array.from(${JSON.stringify([...bytes])}), plain);
})()`;

/** Larger than the window of deflate. */
const SCAN = createVolume(
  createGeometry({ size: [48, 40, 24], spacingMm: [0.5, 0.75, 3], originLpsMm: [-10, 4.5, 7] }),
  Int16Array.from({ length: 48 * 40 * 24 }, (_, n) => ((n * 40_503) >> 7) & 1023),
);

function codeIn(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof VolumeError ? error.code : String(error);
  }
}

describe.skipIf(CHROMIUM === undefined)(
  `the package in a browser${CHROMIUM === undefined ? ' (skipped: no Chromium)' : ''}`,
  () => {
    let server: Server;
    let browser: Browser;
    let page: Page;
    const faults: string[] = [];
    beforeAll(async () => {
      server = await serve();
      browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
      page = await browser.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    it('reads a .nii.gz as Node reads it, and writes one that Node reads', async () => {
      const file = formatNifti(SCAN);
      const read = '(volume, bytes, plain) => plain(volume.parseNifti(bytes))';
      expect(await page.evaluate(inPage(file, read))).toEqual(plain(parseNifti(file)));
      const write = '(volume, bytes) => [...volume.formatNifti(volume.parseNifti(bytes))]';
      const written = Uint8Array.from((await page.evaluate(inPage(file, write))) as number[]);
      expect([...written.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
      expect(plain(parseNifti(written))).toEqual(plain(SCAN));
      expect(faults).toEqual([]);
    });

    it('reads a deflated DICOM file as Node reads it', async () => {
      const bytes = deflatedDicom(enhancedInput(3).bytes);
      const stack = parseDicomFolder([{ name: 'deflated.dcm', bytes }]).stacks[0];
      if (stack === undefined) throw new Error('The deflated file has no stack.');
      const read = `async (volume, bytes, plain) => {
        const { stacks } = volume.parseDicomFolder([{ name: 'deflated.dcm', bytes }]);
        return plain(await volume.decodeStack(stacks[0]));
      }`;
      expect(await page.evaluate(inPage(bytes, read))).toEqual(plain(await decodeStack(stack)));
    });

    it('refuses by the codes of Node', async () => {
      const file = formatNifti(SCAN);
      const bare = formatNifti(SCAN, { gzip: false });
      const changed = file.map((byte, at) => (at === file.length - 6 ? byte ^ 1 : byte));
      const read = `(volume, bytes) => {
        try { volume.parseNifti(bytes); return 'none'; } catch (error) { return error.code ?? String(error); }
      }`;
      const codes: string[] = [];
      for (const bytes of [
        file.subarray(0, -9),
        changed,
        new Uint8Array(gzipSync(Uint8Array.from([...bare, ...new Uint8Array(2 ** 18)]))),
      ]) {
        codes.push(codeIn(() => parseNifti(bytes)));
        expect(await page.evaluate(inPage(bytes, read))).toBe(codes.at(-1));
      }
      expect(codes).toEqual(['nifti/truncated', 'nifti/damaged-gzip', 'nifti/too-long']);
    });
  },
);
