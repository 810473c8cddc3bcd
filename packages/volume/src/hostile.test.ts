import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { VOLUME_ERROR_CODES, VolumeError } from './errors.ts';
import { createGeometry } from './geometry/geometry.ts';
import { formatSegNrrd } from './mask/seg-nrrd/format.ts';
import { parseSegNrrd } from './mask/seg-nrrd/parse.ts';
import { parseMha } from './mha/parse.ts';
import { mutant, numbered } from './mutate.fixture.ts';
import { formatNifti } from './nifti/format.ts';
import { parseNifti } from './nifti/parse.ts';
import { formatNrrd } from './nrrd/format.ts';
import { parseNrrd } from './nrrd/parse.ts';
import type { Volume, VoxelArray } from './volume.ts';

/** Mutants in this run; MRISCORE_MUTANTS raises it for a long one. */
const MUTANTS = Number(process.env.MRISCORE_MUTANTS ?? 30_000);

interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly head: number;
  readonly read: (bytes: Uint8Array) => Volume[];
}

const geometry = createGeometry({ size: [5, 4, 3], spacingMm: [0.9, 0.8, 5], originLpsMm: [1, 2, 3] });
const arrays: VoxelArray[] = [
  new Uint8Array(60).fill(1),
  new Int8Array(60),
  new Uint16Array(60),
  new Int16Array(60).fill(-5),
  new Uint32Array(60),
  new Int32Array(60),
  new Float32Array(60).fill(0.5),
  new Float64Array(60).fill(0.5),
];

function seeds(): Seed[] {
  const list: Seed[] = [];
  const one = (read: (bytes: Uint8Array) => Volume) => (bytes: Uint8Array) => [read(bytes)];
  for (const data of arrays) {
    for (const version of [1, 2] as const) {
      for (const gzip of [false, true]) {
        const bytes = formatNifti({ geometry, data }, { version, gzip });
        list.push({
          name: `NIfTI-${version} ${data.constructor.name}${gzip ? ' gzip' : ''}`,
          bytes,
          head: gzip ? bytes.length : 360,
          read: one(parseNifti),
        });
      }
    }
  }
  list.push({
    name: 'NRRD',
    bytes: formatNrrd({ geometry, data: arrays[3]! }, { gzip: false }),
    head: 400,
    read: one(parseNrrd),
  });
  list.push({
    name: 'NRRD gzip',
    bytes: formatNrrd({ geometry, data: arrays[3]! }),
    head: 400,
    read: one(parseNrrd),
  });
  const mask = { geometry, data: new Uint8Array(60).fill(1), labels: [{ value: 1, name: 'tumour' }] };
  list.push({
    name: 'seg.nrrd',
    bytes: formatSegNrrd([mask, mask], { gzip: false }),
    head: 900,
    read: parseSegNrrd,
  });
  const head =
    'NDims = 3\nDimSize = 5 4 3\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\nElementSpacing = 1 1 1\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n';
  list.push({
    name: 'MHA',
    bytes: new Uint8Array(Buffer.concat([Buffer.from(head), new Uint8Array(60)])),
    head: 160,
    read: one(parseMha),
  });
  return list;
}

const known: ReadonlySet<string> = new Set(VOLUME_ERROR_CODES);

/** Reads one mutant: true when it was refused by a code, false when it was read rightly; anything else throws. */
function refused({ read }: Seed, bytes: Uint8Array): boolean {
  try {
    for (const { geometry: grid, data } of read(bytes)) {
      if (data.length !== grid.size[0] * grid.size[1] * grid.size[2])
        throw new Error('The data is not as long as its grid.');
      if (data.byteLength > 64 * 2 ** 20) throw new Error('More was allocated than the file can back.');
    }
    return false;
  } catch (error) {
    if (error instanceof VolumeError && known.has(error.code)) return true;
    throw error;
  }
}

test(`${MUTANTS} damaged files are each refused by a code or read rightly`, { timeout: 0 }, () => {
  const all = seeds();
  expect(all.length).toBeGreaterThanOrEqual(30);
  let refusals = 0;
  let slowestMs = 0;
  for (let n = 0; n < MUTANTS; n++) {
    const seed = all[n % all.length]!;
    const bytes = mutant(seed.bytes, numbered(n), seed.head);
    const from = performance.now();
    try {
      if (refused(seed, bytes)) refusals++;
    } catch (error) {
      throw new Error(`Mutant ${n} of ${seed.name}: ${String(error)}`, { cause: error });
    }
    slowestMs = Math.max(slowestMs, performance.now() - from);
  }
  console.info(
    `${MUTANTS} mutants of ${all.length} seeds: ${refusals} refused, ${MUTANTS - refusals} read; slowest ${slowestMs.toFixed(0)} ms`,
  );
  expect(refusals).toBeGreaterThan(MUTANTS / 10);
});

test('a mutant inside a gzip stream with a right checksum is refused or read too', () => {
  const inner = formatNifti({ geometry, data: arrays[3]! }, { gzip: false });
  const seed: Seed = { name: 'inner', bytes: inner, head: 360, read: (bytes) => [parseNifti(bytes)] };
  for (let n = 0; n < 2000; n++) refused(seed, gzipSync(mutant(inner, numbered(n), 360), { level: 1 }));
});
