/**
 * Whatever the disk refuses ends with a code, a file and a remedy, never with a stack trace, on every command that opens
 * something.
 */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { mriscore } from './command.ts';
import { type Scratch, SMALL_PROTOCOL, scratchFolder } from './small-study.ts';

let scratch: Scratch;
const at = (name: string): string => join(scratch.path, name);

beforeAll(async () => {
  scratch = await scratchFolder();
  await writeFile(at('file'), 'no scan, no table, no folder');
  await symlink('loop', at('loop'));
  await mkdir(at('study/study.yaml'), { recursive: true });
  await mkdir(at('bomb'));
  const levels = 'abcdefghij'.split('');
  const bomb = levels.map(
    (name, n) => `${name}: &${name} [${Array(9).fill(n === 0 ? 'x' : `*${levels[n - 1]}`)}]`,
  );
  await writeFile(at('bomb/study.yaml'), bomb.join('\n'));
  await mkdir(at('table'));
  await writeFile(at('table/study.yaml'), stringify({ ...SMALL_PROTOCOL, table: '../loop' }));
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('a refusal of the disk', () => {
  test.each([
    ['check', ['study'], 'disk/is-a-folder', 10],
    ['run', ['file'], 'protocol/missing', 20],
    ['run', ['loop'], 'disk/circular-link', 10],
    ['status', ['bomb'], 'protocol/invalid', 20],
    ['status', ['table'], 'disk/circular-link', 10],
    ['convert', ['loop', 'a.nii.gz'], 'disk/circular-link', 10],
    ['radiomics', ['file', 'loop'], /^(disk|scan)\//, 10],
    ['n4', ['loop', 'a.nii.gz'], 'disk/circular-link', 10],
    ['weights', ['import', 'loop', '--to', 'a.safetensors'], 'disk/circular-link', 10],
    ['weights', ['list', '--folder', 'file'], 'disk/not-a-folder', 10],
    ['schema', ['--out', 'file/inside.json'], 'disk/not-a-folder', 10],
    ['demo', ['--weights', 'scratch', '--patients', '40', '--out', 'file'], 'disk/not-a-folder', 10],
  ] as const)('%s %j is a message of four lines', async (command, words, code, exit) => {
    const paths = words.map((word) => (/^(study|file|loop|bomb|table|a\.)/.test(word) ? at(word) : word));
    const ended = await mriscore([command, ...paths]);
    const [first = '', ...lines] = ended.err.filter((line) => !line.startsWith('Simulating'));
    expect(first, ended.err.join('\n')).toMatch(code);
    expect(ended.code).toBe(exit);
    expect(lines).toHaveLength(3);
    expect(ended.err.join('\n')).not.toMatch(/^\s+at /m);
    await rm(at('a.nii.gz'), { force: true });
  });
});
