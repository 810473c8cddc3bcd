import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCRIPT = path.join(ROOT, 'scripts/ready.mjs');
const ready = (...args: string[]) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });

test('with nothing to set up, only the command speaks, and it runs on Node 24 or newer', () => {
  const { stdout, stderr, status } = ready('node', '-p', 'process.versions.node.split(".")[0] >= 24');
  expect({ stdout, stderr, status }).toEqual({ stdout: 'true\n', stderr: '', status: 0 });
});

test("the command's exit code is passed on", () => {
  expect(ready('node', '-e', 'process.exit(7)').status).toBe(7);
});

test('a command that a signal killed ends as in a shell', () => {
  expect(ready('node', '-e', 'process.kill(process.pid, "SIGKILL")').status).toBe(137);
});

test('a signal reaches the command, which may end in its own way', async () => {
  const command =
    'process.on("SIGTERM", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1000);';
  const child = spawn(process.execPath, [SCRIPT, 'node', '-e', command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(9);
});

test('a wrong call is explained', () => {
  expect(ready('--with-everything', 'node')).toMatchObject({ status: 2, stdout: '' });
  expect(ready().stderr).toContain('Found no command.');
});
