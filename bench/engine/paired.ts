/**
 * How long a step takes in the engine and in PyTorch, side by side: rounds alternate, so that both meet the same host.
 *
 * Run `node bench/engine/paired.ts CASE...`; prints one JSON line a case (see cases.ts), such as `train:64:8:training:sgd`,
 * `infer:224:1`, `fusion:7:32::adamw:8`, `tail:224:8`. `node bench/engine/figures.ts` runs every case that is published.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openNodeCpu, releaseState } from '../../packages/engine/src/index.ts';
import { batchOf, type Case, parseCase, programOf } from './cases.ts';

/** Times of one round, per step. Processor time is what to compare when other work shares the machine. */
interface Round {
  readonly ms: number;
  readonly cpuMs: number;
}

const threads = Number(process.env.BENCH_THREADS ?? 2);
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const python = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

/** The other side, answering one line a round. */
function peer(
  bench: Case,
  layout: string,
): { round: (steps: number) => Promise<Round>; process: ChildProcess } {
  const child = spawn(python, [new URL('torch_rounds.py', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const setup = {
    case: bench.kind,
    sizePx: bench.size,
    tokens: bench.size,
    batch: bench.batch,
    batchNorm: bench.batchNorm,
    optimiser: bench.optimiser,
    threads,
    layout,
  };
  child.stdin.write(`${JSON.stringify(setup)}\n`);
  const round = async (steps: number): Promise<Round> => {
    child.stdin.write(`${JSON.stringify({ steps })}\n`);
    const { value, done } = await lines.next();
    if (done)
      throw new Error('The Python side ended. It needs PyTorch: install python3-torch, or set BENCH_PYTHON.');
    return JSON.parse(value as string) as Round;
  };
  return { round, process: child };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function measure(text: string): Promise<void> {
  const bench = parseCase(text);
  await using runtime = await openNodeCpu({ threads });
  const { program, state } = programOf(bench);
  const started = performance.now();
  const session = await runtime.load(program, state);
  if (state.size > 0) releaseState(state);
  const loadMs = performance.now() - started;
  const steps = Math.max(bench.stepsPerRun, 2);
  const batch = batchOf(program);
  const ours = async (): Promise<Round> => {
    const [start, spent] = [performance.now(), process.cpuUsage()];
    await session.steps(Array.from({ length: steps }, () => batch));
    const { user, system } = process.cpuUsage(spent);
    return { ms: (performance.now() - start) / steps, cpuMs: (user + system) / 1000 / steps };
  };
  const layouts = bench.kind === 'fusion' ? ['default'] : ['default', 'channels_last'];
  const peers = layouts.map((layout) => ({ layout, rounds: [] as Round[], ...peer(bench, layout) }));
  await ours();
  for (const { round } of peers) await round(1);
  const own: Round[] = [];
  for (let index = 0; index < rounds; index++) {
    own.push(await ours());
    for (const { round, rounds: list } of peers) list.push(await round(Math.min(steps, 4)));
  }
  for (const { process: child } of peers) child.kill();
  console.log(
    JSON.stringify({
      case: text,
      threads,
      ...compared(own, peers),
      loadMs: Math.round(loadMs),
      peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

/** Medians, and the median of the rounds' ratios against the peer's better layout. */
function compared(
  own: readonly Round[],
  peers: readonly { layout: string; rounds: readonly Round[] }[],
): object {
  const of = (key: keyof Round): object => {
    const times = own.map((round) => round[key]);
    const best = peers
      .map(({ layout, rounds: list }) => ({ layout, times: list.map((round) => round[key]) }))
      .sort((a, b) => median(a.times) - median(b.times))[0]!;
    const ratio = median(times.map((ms, index) => ms / best.times[index]!));
    return {
      engine: Math.round(median(times)),
      torch: Math.round(median(best.times)),
      layout: best.layout,
      ratio: Math.round(ratio * 100) / 100,
    };
  };
  return { wallMs: of('ms'), cpuMs: of('cpuMs') };
}

for (const text of process.argv.slice(2)) await measure(text);
