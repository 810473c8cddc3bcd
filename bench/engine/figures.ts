/**
 * Every published figure of the engine, each measured in a process of its own, beside PyTorch in the same minute.
 *
 * Run `node bench/engine/figures.ts [NAME...]`; prints one JSON line a figure with the bar it is held against.
 */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A figure: its case, and the largest ratio engine / PyTorch that is acceptable. */
interface Figure {
  readonly name: string;
  readonly case: string;
  readonly atMost: number;
  /** Largest peak memory of the process, in MiB; only where one is promised. */
  readonly peakMiB?: number;
}

const GIB_2_5 = 2.5e9 / 2 ** 20;

const FIGURES: readonly Figure[] = [
  { name: 'step-64-training', case: 'train:64:16:training:sgd', atMost: 1 },
  { name: 'step-128-frozen', case: 'train:128:8:frozen:sgd', atMost: 1 },
  { name: 'step-128-training', case: 'train:128:8:training:sgd', atMost: 1 },
  { name: 'step-224-frozen', case: 'train:224:8:frozen:sgd', atMost: 1, peakMiB: GIB_2_5 },
  { name: 'step-224-training', case: 'train:224:8:training:sgd', atMost: 1.1, peakMiB: GIB_2_5 },
  { name: 'step-128-adamw', case: 'train:128:8:training:adamw', atMost: 1.1 },
  { name: 'step-224-adamw', case: 'train:224:8:training:adamw', atMost: 1.1 },
  { name: 'epoch-224-cached', case: 'tail:224:8:frozen:sgd', atMost: 0.3 },
  { name: 'inference-224-one', case: 'infer:224:1', atMost: 0.75 },
  { name: 'inference-224-eight', case: 'infer:224:8', atMost: 0.75 },
  { name: 'fusion-step', case: 'fusion:7:32::adamw', atMost: 1 },
];

/** The longest time that creating a training session may take. */
const LOAD_MS = 2000;

interface Measured {
  readonly wallMs: { readonly ratio: number };
  readonly loadMs: number;
  readonly peakMiB: number;
}

const run = promisify(execFile);

async function measure({ name, case: text, atMost, peakMiB }: Figure): Promise<boolean> {
  const bench = new URL('paired.ts', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [bench, text], { maxBuffer: 1 << 24 });
  const measured = JSON.parse(stdout) as Measured;
  const met =
    measured.wallMs.ratio <= atMost &&
    (text.startsWith('infer') || measured.loadMs <= LOAD_MS) &&
    (peakMiB === undefined || measured.peakMiB <= peakMiB);
  console.log(JSON.stringify({ figure: name, met, atMost, ...measured }));
  return met;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !FIGURES.some((figure) => figure.name === name));
if (unknown.length > 0) {
  console.error(
    `No figure is named ${unknown.join(', ')}. There are ${FIGURES.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}
let missed = 0;
for (const figure of FIGURES)
  if (asked.length === 0 || asked.includes(figure.name)) missed += (await measure(figure)) ? 0 : 1;
process.exitCode = missed === 0 ? 0 : 1;
