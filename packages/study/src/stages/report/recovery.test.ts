import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOf } from '../../files/declared.ts';
import { readEvidence } from './evidence.ts';
import type { MadeUpOptions } from './fixtures/made-up-study.ts';
import { makeUpStudy } from './fixtures/made-up-study.ts';
import { provenanceOf } from './provenance-summary.ts';
import type { Recovery } from './recovery.ts';
import { recoveryOf } from './recovery.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mriscore-recovery-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function recover(options: Omit<MadeUpOptions, 'directory'>): Promise<Recovery | null> {
  const { study } = await makeUpStudy({ directory, ...options });
  const provenance = await provenanceOf(directory, study.protocol, []);
  return recoveryOf(
    await readEvidence({
      protocol: study.protocol,
      provenance,
      study: filesOf(directory),
      data: filesOf(directory),
    }),
  );
}

test('a score that follows the severity closely finds the planted AUC', async () => {
  const found = await recover({ patients: 400, strength: 12 });
  const areas = found?.rows.filter(({ quantity, split }) => quantity === 'auc' && split === 'test') ?? [];
  expect(areas).toHaveLength(3);
  for (const row of areas) {
    expect(row.plantedInside, row.set).toBe(true);
    expect(row.excludesNoEffect, row.set).toBe(true);
  }
});

test('a score that guesses does not, and says so', async () => {
  const found = await recover({ patients: 400, strength: 0 });
  const areas = found?.rows.filter(({ quantity, split }) => quantity === 'auc' && split === 'test') ?? [];
  expect(areas.filter(({ plantedInside }) => plantedInside === true)).toEqual([]);
  expect(found?.verdict.inside).toBeLessThan(found?.verdict.compared ?? 0);
});

test('small sets are called wide, and the fitted part is not counted', async () => {
  const found = await recover({ patients: 48 });
  const tested = found?.rows.filter(({ split }) => split === 'test') ?? [];
  expect(tested.some(({ wide }) => wide === true)).toBe(true);
  expect(found?.verdict.compared).toBeLessThanOrEqual(tested.length);
});

test('a study without truth compares nothing', async () => {
  const without = await recover({ patients: 48, protocol: ({ truth: _truth, ...rest }) => rest });
  expect(without).toBeNull();
});

test('another target than the planted ones is not compared', async () => {
  const found = await recover({
    patients: 80,
    protocol: (protocol) => ({ ...protocol, target: { ...protocol.target, positive: { atLeast: 10 } } }),
  });
  expect(found?.rows.some(({ quantity }) => quantity === 'auc')).toBe(false);
  expect(found?.rows.some(({ quantity }) => quantity === 'hazard-ratio')).toBe(true);
});
