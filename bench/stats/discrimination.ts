/**
 * How long areas under the ROC curve take, against R on the same data in the same run.
 *
 * Usage: node bench/stats/discrimination.ts [rounds]. Prints JSON: medians in seconds, limits, and the ratios to R's
 * pROC where Rscript with pROC is installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  auc,
  aucBootstrap,
  compareAucPaired,
  decisionCurve,
  precisionRecall,
  random,
} from '../../packages/stats/src/index.ts';

const rounds = Number(process.argv[2] ?? 5);

/** Two scores and labels of n patients; six digits, so that R reads the same numbers. */
function cohort(n: number) {
  const draw = random(2026, 'bench', 'discrimination', n);
  const round = (value: number) => Math.round(value * 1e6) / 1e6;
  const labels = Uint8Array.from({ length: n }, () => (draw.uniform() < 0.35 ? 1 : 0));
  const score = (gain: number) => Float64Array.from(labels, (label) => round(gain * label + draw.normal()));
  return { labels, first: score(1), second: score(0.8) };
}

type Cohort = ReturnType<typeof cohort>;

function csv({ labels, first, second }: Cohort): string {
  const rows = Array.from(labels, (label, i) => `${label},${first[i]},${second[i]}`);
  return `label,first,second\n${rows.join('\n')}\n`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Wall and processor seconds: on a busy machine the second tells what the code costs. */
function seconds(run: () => unknown): { wall: number; cpu: number } {
  const before = process.cpuUsage();
  const start = performance.now();
  run();
  const wall = (performance.now() - start) / 1000;
  return { wall, cpu: process.cpuUsage(before).user / 1e6 };
}

/** What is timed, with the limit in seconds where the product promises one. */
function tasks(large: Cohort, small: Cohort): Record<string, { run: () => unknown; limit?: number }> {
  const probabilities = large.first.map((score) => 1 / (1 + Math.exp(-score)));
  return {
    delong: { run: () => auc(large.first, large.labels), limit: 0.1 },
    paired: { run: () => compareAucPaired(large.first, large.second, large.labels) },
    bootstrap: {
      run: () => aucBootstrap(small.first, small.labels, { random: random(1, 'bootstrap') }),
      limit: 0.05,
    },
    precisionRecall: { run: () => precisionRecall(large.first, large.labels) },
    decisionCurve: { run: () => decisionCurve(probabilities, large.labels) },
  };
}

/** R's seconds by task, a list a round; empty without Rscript or pROC. */
function timeR(folder: string): { times: Record<string, number[]>; area: number | null } {
  const script = join(import.meta.dirname, 'discrimination.R');
  const run = spawnSync('Rscript', [script, folder, String(Math.min(rounds, 3))], { encoding: 'utf8' });
  const times: Record<string, number[]> = {};
  let area: number | null = null;
  if (run.status !== 0) return { times, area };
  for (const line of run.stdout.trim().split('\n')) {
    const { area: found, ...values } = JSON.parse(line) as Record<string, number>;
    if (found !== undefined) area = found;
    for (const [task, value] of Object.entries(values)) times[task] = [...(times[task] ?? []), value];
  }
  return { times, area };
}

const large = cohort(100_000);
const small = cohort(600);
const folder = mkdtempSync(join(tmpdir(), 'mriscore-bench-'));
try {
  writeFileSync(join(folder, 'large.csv'), csv(large));
  writeFileSync(join(folder, 'small.csv'), csv(small));
  const list = tasks(large, small);
  for (const { run } of Object.values(list)) run();
  const taken: Record<string, { wall: number; cpu: number }[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [task, { run }] of Object.entries(list)) {
      taken[task] = [...(taken[task] ?? []), seconds(run)];
    }
  }
  const r = timeR(folder);
  const result = Object.entries(list).map(([task, { limit }]) => {
    const ours = median(taken[task]!.map(({ wall }) => wall));
    const cpuSeconds = median(taken[task]!.map(({ cpu }) => cpu));
    const theirs = r.times[task] === undefined ? null : median(r.times[task]);
    return {
      task,
      seconds: ours,
      cpuSeconds,
      limit: limit ?? null,
      r: theirs,
      ratio: theirs === null ? null : theirs / ours,
    };
  });
  const byRanks = r.times.bootstrapByRanks === undefined ? null : median(r.times.bootstrapByRanks);
  const area = { ours: auc(large.first, large.labels).value, r: r.area };
  console.log(
    JSON.stringify({ node: process.version, rounds, area, plainRBootstrapByRanks: byRanks, result }, null, 1),
  );
} finally {
  rmSync(folder, { recursive: true });
}
