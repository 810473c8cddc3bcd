import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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

test('packages of the clone resolve to their sources', () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const command = [
    'node',
    '--input-type=module',
    '-e',
    "console.log(import.meta.resolve('@mriscore/stats'))",
  ];
  const { stdout } = spawnSync(process.execPath, [SCRIPT, ...command], { encoding: 'utf8', env });
  expect(stdout.trim()).toMatch(/packages\/stats\/src\/index\.ts$/);
});

describe('a relative path', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mriscore-here-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test('is that of the folder where npm was called', () => {
    const args = ['--prefix', ROOT, 'run', '--silent', 'mriscore', '--', 'status', 'my-study'];
    const { stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
    expect(stderr).toContain(path.join(fs.realpathSync(folder), 'my-study'));
  });

  test('is that of a folder inside the clone, too', () => {
    const within = path.join(ROOT, 'docs');
    const args = ['run', '--silent', 'mriscore', '--', 'status', 'my-study'];
    const { stderr } = spawnSync('npm', args, { cwd: within, encoding: 'utf8' });
    expect(stderr).toContain(path.join(within, 'my-study'));
  });
});

describe('a machine without the programs that a suite compares with', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mriscore-bare-'));
  const aptGet = path.join(folder, 'apt-get');
  const log = path.join(folder, 'log');
  beforeAll(() => fs.writeFileSync(aptGet, `#!/bin/sh\necho "$@" >> ${log}\n`, { mode: 0o755 }));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const onBare = (...args: string[]) => {
    fs.rmSync(log, { force: true });
    const command = ['--with-dicom-tools', 'node', '-p', 'process.argv.slice(1)', '--', ...args];
    const env = { ...process.env, PATH: folder };
    const { stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...command], { encoding: 'utf8', env });
    return { stdout, stderr, installed: fs.existsSync(log) };
  };

  test('stays as it is with --no-install, which the command does not see', () => {
    const { stdout, stderr, installed } = onBare('--no-install', 'word');
    expect({ stdout, installed }).toEqual({ stdout: "[ 'word' ]\n", installed: false });
    expect(stderr).toContain('Found no dciodvfy, dcm2niix');
    expect(stderr).toContain('will be skipped, counted and named');
  });

  const mayInstall = fs.existsSync('/etc/debian_version') && process.getuid?.() === 0;
  test.skipIf(!mayInstall)('is told what is installed and why, and how to refuse, before it happens', () => {
    const { stderr, installed } = onBare('word');
    expect(installed).toBe(true);
    const told = stderr.indexOf('dicom3tools dcm2niix libgdcm-tools dcmtk: DICOM programs to compare with');
    expect(told).toBeGreaterThan(0);
    expect(stderr.indexOf('--no-install')).toBeGreaterThan(told);
    expect(stderr.indexOf('installing DICOM programs')).toBeGreaterThan(stderr.indexOf('--no-install'));
  });
});
