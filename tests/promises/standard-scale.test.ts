import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTensors } from '@mriscore/engine';
import type { CohortArtefact } from '@mriscore/study';
import { expect, test } from 'vitest';
import { mriscore } from './command.ts';
import { hashesBelow, SMALL_PROTOCOL, scratchFolder, writeSmallData, writeStudy } from './small-study.ts';

const NYUL = {
  ...SMALL_PROTOCOL,
  preprocessing: { ...SMALL_PROTOCOL.preprocessing, normalise: { method: 'nyul' } },
};

interface Record {
  readonly scans: Readonly<{ [sequence: string]: { readonly normalise: { readonly scans: number } } }>;
}

async function recordOf(study: string, patient: string): Promise<Record> {
  const { texts } = parseTensors(await readFile(join(study, `3-crops/${patient}.safetensors`)));
  return JSON.parse(texts.record ?? '') as Record;
}

test('an intensity scale that is learnt knows the training part and nobody else', async () => {
  await using scratch = await scratchFolder();
  const [study, data] = [join(scratch.path, 'study'), join(scratch.path, 'data')];
  const run = () => mriscore(['run', study, '--data', data, '--until', 'preprocess']);
  await writeSmallData(data);
  await writeStudy(study, NYUL);
  expect((await run()).code).toBe(0);

  const cohort = JSON.parse(await readFile(join(study, '2-cohort/cohort.json'), 'utf8')) as CohortArtefact;
  const named = (wanted: string): string[] =>
    cohort.members.filter(({ split }) => split === wanted).map(({ patient }) => patient);
  const [training, others] = [named('training'), cohort.members.filter(({ split }) => split !== 'training')];
  expect(training.length).toBeGreaterThan(4);
  expect(others.length).toBeGreaterThan(4);
  const first = await hashesBelow(join(study, '3-crops'));
  for (const { patient } of cohort.members) {
    const { scans } = await recordOf(study, patient);
    expect(scans.T1c?.normalise, patient).toMatchObject({ kind: 'nyul', scans: training.length });
  }

  // Another scan for a patient outside the training part: nobody else's crops may change.
  const [changed, giver] = others.map(({ patient }) => patient) as [string, string];
  const replace = async (patient: string, from: string): Promise<void> => {
    await cp(join(data, `images/${from}/T1c.nii.gz`), join(data, `images/${patient}/T1c.nii.gz`));
    await cp(join(data, `masks/${from}.nii.gz`), join(data, `masks/${patient}.nii.gz`));
  };
  await replace(changed, giver);
  expect((await run()).code).toBe(0);
  const second = await hashesBelow(join(study, '3-crops'));
  expect(second[`${changed}.safetensors`]).not.toBe(first[`${changed}.safetensors`]);
  expect({ ...second, [`${changed}.safetensors`]: '' }).toEqual({ ...first, [`${changed}.safetensors`]: '' });

  // Another scan for a training patient: the scale, and so everybody's crops, follow.
  await replace(training[0] ?? '', training[1] ?? '');
  expect((await run()).code).toBe(0);
  const third = await hashesBelow(join(study, '3-crops'));
  for (const { patient } of cohort.members)
    expect(third[`${patient}.safetensors`], patient).not.toBe(second[`${patient}.safetensors`]);
});
