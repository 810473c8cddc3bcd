/**
 * How much memory reading a large volume takes: the peak of a process that reads one, less that of one that reads none.
 *
 * Prints one line of JSON for each way of storing it, with the peak as a multiple of the voxels' bytes (promised: 3).
 * Usage: npm run node -- bench/volume/memory.ts [slices]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeStack, formatNifti, parseDicomFolder, parseNifti } from '@mriscore/volume';
import { benchFolder, head, writeSeries } from './series.ts';

/** What a child process does, by name. */
const CHILDREN: Readonly<Record<string, (path: string) => unknown>> = {
  nothing: () => undefined,
  nii: (path) => parseNifti(readFileSync(path)),
  'nii.gz': (path) => parseNifti(readFileSync(path)),
  dicom: async (folder) => {
    const inputs = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    return await decodeStack(parseDicomFolder(inputs).stacks[0]!);
  },
};

/** Largest resident set of a fresh process that reads a path in one way, in bytes. */
function peakBytes(way: string, path: string): number {
  const out = execFileSync(process.execPath, [import.meta.filename, 'child', way, path], {
    encoding: 'utf8',
  });
  return Number(out) * 1024;
}

function measure(slices: number): void {
  const folder = benchFolder();
  const size = [512, 512, slices] as const;
  const scan = head(size);
  const look = { number: 4, description: 't1', echoMs: 3, repetitionMs: 2000 };
  const paths = {
    nii: join(folder, 'scan.nii'),
    'nii.gz': join(folder, 'scan.nii.gz'),
    dicom: writeSeries(join(folder, 'dicom'), scan, look),
  };
  writeFileSync(paths.nii, formatNifti(scan, { gzip: false }));
  writeFileSync(paths['nii.gz'], formatNifti(scan, { gzip: true, level: 1 }));
  const base = peakBytes('nothing', folder);
  for (const [way, path] of Object.entries(paths)) {
    const bytes = peakBytes(way, path) - base;
    const times = Math.round((100 * bytes) / scan.data.byteLength) / 100;
    const [voxelsMiB, peakMiB] = [scan.data.byteLength, bytes].map((n) => Math.round(n / 2 ** 20));
    console.log(
      JSON.stringify({ bench: 'memory', reads: way, size: size.join('x'), voxelsMiB, peakMiB, times }),
    );
  }
  rmSync(folder, { recursive: true });
}

const [first, way, path] = process.argv.slice(2);
if (first === 'child') {
  const held = await CHILDREN[way!]!(path!);
  // Not resourceUsage: a child inherits its parent's peak there.
  process.stdout.write(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 'NaN');
  if (held === null) process.exitCode = 1;
} else measure(Number(first ?? 400));
