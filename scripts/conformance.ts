/**
 * `npm run conformance -- stats|engine DIR`: holds the statistics or the engine against a folder of reference answers.
 *
 * Prints one line a failing case and the counts on the last line; exits 1 on a failure, on a folder without cases and
 * on a wrong call. With --fields it first lists which reference fields no adapter gives; with --runtime NAME the engine
 * computes with that runtime instead of node-cpu.
 */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EngineError } from '../packages/engine/src/index.ts';
import { type ConformanceReport, formatReport, runConformance } from '../tests/conformance/stats/run.ts';
import { engineConformance, RUNTIMES } from './engine-conformance.ts';

const USAGE = `Usage: npm run conformance -- stats DIR [--fields], or npm run conformance -- engine DIR [--runtime ${RUNTIMES.join('|')}]`;

function missingFields(report: ConformanceReport): string[] {
  const byFunction = new Map<string, Set<string>>();
  for (const { fn, missing } of report.results) {
    for (const field of missing) byFunction.set(fn, (byFunction.get(fn) ?? new Set()).add(field));
  }
  return [...byFunction].map(([fn, fields]) => `not given: ${fn} ${[...fields].join(' ')}`);
}

async function statsConformance(folder: string, fields: boolean): Promise<number> {
  const report = await runConformance(folder);
  if (fields) for (const line of missingFields(report)) console.log(line);
  if (report.results.length === 0) console.error(`Found no cases in ${folder}.`);
  console.log(formatReport(report));
  return report.failed > 0 || report.results.length === 0 ? 1 : 0;
}

function refuse(words: readonly string[]): number {
  console.error(`Found ${words.length === 0 ? 'no arguments' : words.join(' ')}. ${USAGE}`);
  return 1;
}

async function main(words: string[]): Promise<number> {
  const options = { fields: { type: 'boolean' }, runtime: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true, strict: false });
  const [kind, folder, ...rest] = positionals;
  const runtime = RUNTIMES.find((name) => name === (values.runtime ?? 'node-cpu'));
  const unknown = Object.keys(values).some((name) => !(name in options)) || rest.length > 0;
  if ((kind !== 'stats' && kind !== 'engine') || folder === undefined || runtime === undefined || unknown)
    return refuse(words);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`Found no folder ${folder}. Needed a folder of reference cases. ${USAGE}`);
    return 1;
  }
  if (kind === 'stats') return statsConformance(folder, values.fields === true);
  try {
    return await engineConformance(folder, runtime);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(`${error.code}\n${error.message}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
