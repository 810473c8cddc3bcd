import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mriscore } from './command.ts';
import { scratchFolder, writeSmallData, writeStudy } from './small-study.ts';

interface Written {
  readonly patients: readonly {
    readonly patient: string;
    readonly scans: Readonly<Record<string, { readonly signalToNoise: { readonly value: number } }>>;
  }[];
}

test('a check shows the quality of every patient and writes all of it', async () => {
  await using scratch = await scratchFolder();
  const [study, data] = [join(scratch.path, 'study'), join(scratch.path, 'data')];
  await writeSmallData(data);
  await writeStudy(study);
  const { code, out } = await mriscore(['check', study, '--data', data]);
  expect(code).toBe(0);
  const { patients } = JSON.parse(await readFile(join(study, '1-series/quality.json'), 'utf8')) as Written;
  expect(patients).toHaveLength(20);
  for (const { patient, scans } of patients) {
    expect(out.join('\n')).toContain(patient);
    for (const { signalToNoise } of Object.values(scans)) expect(signalToNoise.value).toBeGreaterThan(0);
  }
});

test('a check leaves the quality out when asked', async () => {
  await using scratch = await scratchFolder();
  const [study, data] = [join(scratch.path, 'study'), join(scratch.path, 'data')];
  await writeSmallData(data);
  await writeStudy(study);
  const { code, out } = await mriscore(['check', study, '--data', data, '--no-quality']);
  expect(code).toBe(0);
  expect(out.join('\n')).not.toContain('Quality');
  await expect(readFile(join(study, '1-series/quality.json'))).rejects.toThrow('ENOENT');
});
