import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findStage } from './run/run-study.ts';
import { STAGES } from './stages.ts';

describe('the stages', () => {
  test('read only what was there before or what an earlier stage writes', () => {
    const there = new Set(['data']);
    for (const { name, reads, writes } of STAGES) {
      for (const folder of reads) expect(there, `${name} reads ${folder}`).toContain(folder);
      there.add(writes);
    }
  });

  test('have names of their own, and modules that export them', async () => {
    expect(new Set(STAGES.map(({ name }) => name)).size).toBe(STAGES.length);
    for (const stage of STAGES) {
      expect(existsSync(fileURLToPath(stage.module)), stage.module).toBe(true);
      expect(Object.values((await import(stage.module)) as object)).toContain(stage);
    }
  });

  test('are found by name, and an unknown name gets the known ones', () => {
    expect(findStage(STAGES, 'train').writes).toBe('4-encoders');
    expect(() => findStage(STAGES, 'traim')).toThrow('Stages: import, cohort, preprocess, train');
  });
});
