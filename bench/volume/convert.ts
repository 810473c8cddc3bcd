/**
 * How long a DICOM series of 160 slices takes to become NIfTI, beside dcm2niix in alternate rounds.
 *
 * Prints one line of JSON for each way of writing: medians in ms and the medians of the paired ratios, by wall and by
 * processor time. Usage: node bench/volume/convert.ts [rounds] [slices]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, costOf, median } from './child.ts';
import { benchFolder, head, writeSeries } from './series.ts';

const [rounds = 5, slices = 160] = process.argv.slice(2).map(Number);
const CLI = join(import.meta.dirname, '../../packages/cli/src/main.mjs');

const folder = benchFolder();
const series = writeSeries(join(folder, 'dicom'), head([256, 256, slices]), {
  number: 4,
  description: 't1 mprage',
  echoMs: 3,
  repetitionMs: 2000,
});

function report(writes: string, ours: readonly Cost[], peers: readonly Cost[]): void {
  const middle = (runs: readonly Cost[], of: (cost: Cost) => number): number =>
    Math.round(median(runs.map(of)));
  const ratio = (of: (cost: Cost) => number): number =>
    Math.round(100 * median(ours.map((run, at) => of(run) / of(peers[at]!)))) / 100;
  const [wall, processor] = [(cost: Cost) => cost.wallMs, (cost: Cost) => cost.processorMs];
  console.log(
    JSON.stringify({
      bench: 'convert',
      slices,
      writes,
      rounds,
      oursWallMs: middle(ours, wall),
      peerWallMs: middle(peers, wall),
      ratioWall: ratio(wall),
      oursProcessorMs: middle(ours, processor),
      peerProcessorMs: middle(peers, processor),
      ratioProcessor: ratio(processor),
      oursPeakMiB: Math.round(median(ours.map(({ peakMiB }) => peakMiB ?? 0))),
    }),
  );
}

for (const [writes, flag] of [
  ['.nii', 'n'],
  ['.nii.gz', 'y'],
] as const) {
  const [ours, peers]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(costOf([process.execPath, CLI, 'convert', series, join(folder, `out${round}${writes}`)]));
    peers.push(
      costOf(['dcm2niix', '-b', 'n', '-z', flag, '-o', folder, '-f', `peer${writes}${round}`, series]),
    );
  }
  report(writes, ours, peers);
}
rmSync(folder, { recursive: true });
