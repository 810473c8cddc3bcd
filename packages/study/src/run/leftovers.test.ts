import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeLeftovers } from './leftovers.ts';

test('removes unfinished files of killed runs and touches nothing else', async () => {
  const study = await mkdtemp(join(tmpdir(), 'leftovers-'));
  await mkdir(join(study, '4-encoders/T1'), { recursive: true });
  await mkdir(join(study, 'images'));
  const gone = ['.provenance.jsonl.9.1.tmp', '4-encoders/T1/.weights.safetensors.12.3.tmp'];
  const kept = ['study.yaml', 'notes.tmp', '4-encoders/T1/weights.safetensors', 'images/.scan.nii.1.1.tmp'];
  for (const file of [...gone, ...kept]) await writeFile(join(study, file), 'x');

  expect(await removeLeftovers(study, ['4-encoders', '5-fusion'])).toBe(2);

  const files = await readdir(study, { recursive: true });
  for (const file of gone) expect(files).not.toContain(file);
  for (const file of kept) expect(files).toContain(file);
  await rm(study, { recursive: true });
});
