/**
 * Lists and starts campaigns: runs of hours that look for what a test of minutes cannot find.
 *
 *   npm run campaign                      what there is
 *   npm run campaign -- NAME [OPTIONS]    starts scripts/campaigns/NAME.ts with these options
 *
 * Knows nothing of what a campaign does; its exit code is passed on. The first sentence of a campaign's file is its
 * description in the list.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FOLDER = path.join(import.meta.dirname, 'campaigns');

/** Names of the campaigns there are, in the order of the alphabet. */
function campaignNames(): string[] {
  const files = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER) : [];
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return sources.map((file) => path.basename(file, '.ts')).sort();
}

/** First sentence of the comment at the head of a campaign's file. */
function describe(name: string): string {
  const text = fs.readFileSync(path.join(FOLDER, `${name}.ts`), 'utf8');
  const comment = /\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  const words = comment
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.:](?=\s|$)/.exec(words)?.[0].replace(/:$/, '.') ?? words;
}

function list(): void {
  const names = campaignNames();
  if (names.length === 0) console.log('There are no campaigns in scripts/campaigns.');
  const width = Math.max(0, ...names.map((name) => name.length));
  for (const name of names) console.log(`${name.padEnd(width)}  ${describe(name)}`);
}

/** Runs a campaign in a process of its own and ends as it ends. */
function start(name: string, options: readonly string[]): void {
  const file = path.join(FOLDER, `${name}.ts`);
  const child = spawn(process.execPath, [file, ...options], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the campaign itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]);
  });
}

const [wanted, ...options] = process.argv.slice(2);
if (wanted === undefined) {
  list();
} else if (campaignNames().includes(wanted)) {
  start(wanted, options);
} else {
  console.error(
    `Found no campaign ${wanted}. Needed one of: ${campaignNames().join(', ') || 'none there yet'}.`,
  );
  process.exitCode = 2;
}
