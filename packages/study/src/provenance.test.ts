import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBrokenLink, PROVENANCE_FILE, recordProvenance } from './provenance.ts';

let study: string;
beforeEach(async () => {
  study = await mkdtemp(join(tmpdir(), 'provenance-'));
  for (let day = 1; day <= 5; day += 1) {
    const entry = { at: `2026-01-0${day}T00:00:00Z`, action: 'stage', details: { day } };
    await recordProvenance(study, [entry]);
  }
});
afterEach(() => rm(study, { recursive: true, force: true }));

async function spoil(change: (lines: string[]) => string[]): Promise<void> {
  const path = join(study, PROVENANCE_FILE);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await writeFile(path, `${change(lines).join('\n')}\n`);
}

describe('the log of a study', () => {
  test('is whole when nobody touched it, and a study without a log is too', async () => {
    expect(await findBrokenLink(study)).toBeNull();
    await rm(join(study, PROVENANCE_FILE));
    expect(await findBrokenLink(study)).toBeNull();
  });

  test('names the line of any byte that was flipped', async () => {
    const path = join(study, PROVENANCE_FILE);
    const original = await readFile(path);
    let line = 1;
    for (let at = 0; at < original.length - 1; at += 1) {
      const isBreak = original[at] === 10;
      const bytes = Buffer.from(original);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(path, bytes);
      expect(await findBrokenLink(study), `byte ${at}`).toBe(line);
      if (isBreak) line += 1;
    }
    expect(line).toBe(5);
  });

  test('shows where a line was taken out, put in or moved', async () => {
    await spoil((lines) => lines.toSpliced(1, 1));
    expect(await findBrokenLink(study)).toBe(2);
  });

  test('shows where two lines changed places', async () => {
    await spoil(([a = '', b = '', ...rest]) => [b, a, ...rest]);
    expect(await findBrokenLink(study)).toBe(1);
  });

  test('shows a line that is no JSON', async () => {
    await spoil((lines) => lines.with(3, 'gone'));
    expect(await findBrokenLink(study)).toBe(4);
  });
});
