/**
 * How long the steps of preparing a patient take on one core: registration, bias field, and DICOM to crops.
 *
 * Prints one line of JSON for each: medians in ms by wall and by processor time of this process, beside the promise.
 * Usage: npm run node -- bench/volume/prepare.ts [rounds]
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyCrop,
  applyN4,
  applyPercentile,
  createMask,
  type DicomInput,
  decodeStack,
  findBody,
  parseDicomFolder,
  planCrop,
  planN4,
  planPercentile,
  planRegistration,
  reorient,
  reorientMask,
  resample,
  rigidAffine,
  type Volume,
} from '@mriscore/volume';
import { median } from './child.ts';
import { benchFolder, head, writeSeries } from './series.ts';

const [rounds = 3] = process.argv.slice(2).map(Number);
const SIZE = [256, 256, 40] as const;

async function measure(bench: string, promiseMs: number, run: () => unknown): Promise<void> {
  const [wall, processor]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await run();
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - start);
    processor.push((user + system) / 1000);
  }
  const [wallMs, processorMs] = [Math.round(median(wall)), Math.round(median(processor))];
  console.log(JSON.stringify({ bench, size: SIZE.join('x'), rounds, wallMs, processorMs, promiseMs }));
}

const folder = benchFolder();
const looks = [
  { number: 3, sequence: 't1', description: 't1 tra', echoMs: 10, repetitionMs: 500 },
  { number: 4, sequence: 't2', description: 't2 tra', echoMs: 90, repetitionMs: 4500 },
  {
    number: 5,
    sequence: 't1c',
    description: 't1 tra gd',
    echoMs: 10,
    repetitionMs: 500,
    contrast: 'GADOVIST',
  },
] as const;
const [t1c, t1] = [head(SIZE, 't1c'), head(SIZE, 't1')];
for (const look of looks) writeSeries(join(folder, look.sequence), head(SIZE, look.sequence), look);

function inputs(): DicomInput[] {
  return looks.flatMap(({ sequence }) =>
    readdirSync(join(folder, sequence)).map((name) => ({
      name: `${sequence}/${name}`,
      bytes: readFileSync(join(folder, sequence, name)),
    })),
  );
}

/** A ball in the middle, as a tumour. */
function ball({ geometry }: Volume): Uint8Array {
  const [ni, nj, nk] = geometry.size;
  return Uint8Array.from({ length: ni * nj * nk }, (_, at) => {
    const [i, j, k] = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))];
    return Math.hypot(i - ni / 2, j - nj / 2, 5 * (k - nk / 2)) < 25 ? 1 : 0;
  });
}

/** One patient: read, corrected, registered to the last sequence, brought to comparable numbers and cropped. */
async function patient(): Promise<number> {
  const volumes = await Promise.all(parseDicomFolder(inputs()).stacks.map((stack) => decodeStack(stack)));
  const corrected = volumes.map((volume) => applyN4(volume, planN4(volume)));
  const fixed = corrected.at(-1)!;
  const mask = reorientMask(createMask({ geometry: fixed.geometry, data: ball(fixed) }), 'LPS');
  const plan = planCrop(mask, { sizePx: 224, marginMm: 5 });
  let values = 0;
  for (const volume of corrected) {
    const placed =
      volume === fixed
        ? fixed
        : resample(volume, fixed.geometry, {
            targetToInputLps: rigidAffine(planRegistration(fixed, volume).motion),
          });
    const scaled = applyPercentile(placed, planPercentile(placed, { within: findBody(placed) }));
    values += applyCrop(reorient(scaled, 'LPS'), plan).data.length;
  }
  return values;
}

await measure('registration', 4000, () => planRegistration(t1c, t1));
await measure('n4', 4000, () => planN4(t1c));
await measure('patient, three sequences from DICOM to crops, registered and corrected', 15_000, patient);
rmSync(folder, { recursive: true });
