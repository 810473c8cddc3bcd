/**
 * Changes drawn lines of the statistics, of the run and of the readers, and counts how many changes the tests notice.
 *
 *   npm run campaign -- mutate [--lines 200] [--seed 1] [--scope stats,run,readers] [--record FILE]
 *
 * Works on copies below the folder for temporary files. Ends with 1 when fewer than 80 % were noticed.
 */
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeAtomic } from '@mriscore/scans/disk';
import { copyClone } from './mutation/copy-clone.ts';
import { drawLines } from './mutation/draw-lines.ts';
import { mutateScope } from './mutation/mutate-scope.ts';
import { getScopes, SCOPES, type Scope } from './mutation/scopes.ts';
import { formatTally, type Tally, tally, totalScore } from './mutation/tally.ts';

const CLONE = join(import.meta.dirname, '..', '..');
const BAR_PERCENT = 80;

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    scope: { type: 'string', default: SCOPES.map(({ name }) => name).join(',') },
    record: { type: 'string' },
  },
});

async function tryScope(scope: Scope, sample: { count: number; seed: number }): Promise<Tally> {
  const start = performance.now();
  await using copy = await copyClone(CLONE);
  const lines = drawLines(CLONE, scope, sample);
  const mutants = await mutateScope(scope, lines, { copy: copy.path, clone: CLONE });
  return tally(scope.name, mutants, {
    lines: lines.length,
    seconds: (performance.now() - start) / 1000,
  });
}

async function main(): Promise<number> {
  const scopes = getScopes(values.scope);
  const [lines, seed] = [Number(values.lines), Number(values.seed)];
  const startedAt = new Date().toISOString();
  const tallies: Tally[] = [];
  for (const scope of scopes)
    tallies.push(await tryScope(scope, { count: Math.ceil(lines / scopes.length), seed }));
  for (const one of tallies) console.log(formatTally(one));
  const score = totalScore(tallies);
  const passed = score !== null && score >= BAR_PERCENT;
  console.log(`all      ${score ?? '-'} % noticed, ${BAR_PERCENT} % needed`);
  const machine = { host: hostname(), cores: availableParallelism(), node: process.versions.node };
  const head = { schema: 'mriscore/campaign/1', campaign: 'mutate', startedAt, machine, seed, lines };
  if (values.record !== undefined) {
    await writeAtomic(
      values.record,
      `${JSON.stringify({ ...head, passed, score, scopes: tallies }, null, 2)}\n`,
    );
  }
  return passed ? 0 : 1;
}

process.exitCode = await main();
