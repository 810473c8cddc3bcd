import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zip } from './dicom/zip/zip.fixture.ts';
import { createGeometry } from './geometry/geometry.ts';
import { formatMha } from './mha/format.ts';
import { formatNifti } from './nifti/format.ts';
import { formatNrrd } from './nrrd/format.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bombs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ZEROS = new Uint8Array(2 ** 26);
const geometry = createGeometry({ size: [4, 4, 2], spacingMm: [1, 1, 1] });
const scan = { geometry, data: new Int16Array(32) };

/** The head of a file with another body behind it. */
function withBody(file: Uint8Array, bodyBytes: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([file.subarray(0, file.length - bodyBytes), body]);
}

const FILES: Readonly<Record<string, { readonly parse: string; readonly code: RegExp; make(): Uint8Array }>> =
  {
    'a NIfTI file': {
      parse: 'parseNifti',
      code: /^nifti\/(bomb|too-long)$/,
      make: () => gzipSync(Buffer.concat([formatNifti(scan, { gzip: false }), ZEROS])),
    },
    'an NRRD file': {
      parse: 'parseNrrd',
      code: /^nrrd\/bomb$/,
      make: () => {
        const plain = formatNrrd(scan, { gzip: false });
        const head = new TextDecoder().decode(plain.subarray(0, plain.length - 64)).replace('raw', 'gzip');
        return Buffer.concat([new TextEncoder().encode(head), gzipSync(ZEROS)]);
      },
    },
    'an MHA file': {
      parse: 'parseMha',
      code: /^mha\/bomb$/,
      make: () => {
        const head = new TextDecoder().decode(
          withBody(formatMha(scan, { compress: false }), 64, new Uint8Array(0)),
        );
        const packed = head.replace('CompressedData = False', 'CompressedData = True');
        return Buffer.concat([new TextEncoder().encode(packed), deflateSync(ZEROS)]);
      },
    },
    'a zip archive that hides its size': {
      parse: 'parseZip',
      code: /^dicom\/bomb$/,
      make: () => zip([{ name: 'a', bytes: ZEROS, claimed: 100 }]),
    },
  };

const CHILD = `
  const [parse, path] = process.argv.slice(1);
  const { readFileSync } = await import('node:fs');
  const volume = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
  const bytes = readFileSync(path);
  const before = process.resourceUsage().maxRSS;
  let code = 'none';
  try { volume[parse](bytes); } catch (error) { code = error.code ?? String(error); }
  console.log(JSON.stringify({ code, grewKiB: process.resourceUsage().maxRSS - before }));`;

test.each(Object.entries(FILES))('%s of 64 MiB in 64 KiB is refused in little memory', (name, file) => {
  const path = join(folder, name);
  writeFileSync(path, file.make());
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', CHILD, file.parse, path], {
    encoding: 'utf8',
  });
  const { code, grewKiB } = JSON.parse(said) as { code: string; grewKiB: number };
  expect(code).toMatch(file.code);
  expect(grewKiB).toBeLessThan(32 * 1024);
});
