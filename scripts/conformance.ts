/**
 * `npm run conformance -- stats|engine DIR`: holds the statistics or the engine against a folder of reference answers.
 *
 * Prints one line a failing case and the counts on the last line; exits 1 on a failure, on a folder without cases and
 * on a wrong call. With --fields it first lists which reference fields no adapter gives.
 */
import { statSync } from 'node:fs';
import { allHold, formatEngineReport, runEngineConformance } from '../packages/engine/src/conformance/run.ts';
import { openNodeCpu } from '../packages/engine/src/index.ts';
import {
  type ConformanceReport,
  formatReport,
  runConformance,
} from '../packages/stats/src/conformance/run.ts';

const USAGE = 'Usage: npm run conformance -- stats DIR [--fields], or npm run conformance -- engine DIR';

function missingFields(report: ConformanceReport): string[] {
  const byFunction = new Map<string, Set<string>>();
  for (const { fn, missing } of report.results) {
    for (const field of missing) byFunction.set(fn, (byFunction.get(fn) ?? new Set()).add(field));
  }
  return [...byFunction].map(([fn, fields]) => `not given: ${fn} ${[...fields].join(' ')}`);
}

async function engineConformance(folder: string): Promise<number> {
  await using runtime = await openNodeCpu();
  const reports = await runEngineConformance(folder, runtime);
  console.log(formatEngineReport(reports));
  return allHold(reports) ? 0 : 1;
}

async function main(words: readonly string[]): Promise<number> {
  const [kind, folder, ...rest] = words.filter((word) => word !== '--fields');
  if ((kind !== 'stats' && kind !== 'engine') || folder === undefined || rest.length > 0) {
    console.error(`Found ${words.length === 0 ? 'no arguments' : words.join(' ')}. ${USAGE}`);
    return 1;
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`Found no folder ${folder}. Needed a folder of reference cases. ${USAGE}`);
    return 1;
  }
  if (kind === 'engine') return engineConformance(folder);
  const report = await runConformance(folder);
  if (words.includes('--fields')) for (const line of missingFields(report)) console.log(line);
  if (report.results.length === 0) console.error(`Found no cases in ${folder}.`);
  console.log(formatReport(report));
  return report.failed > 0 || report.results.length === 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
