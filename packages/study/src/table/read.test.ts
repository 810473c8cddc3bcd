import { expect, test } from 'vitest';
import { readStudyTable } from './read.ts';

test('readStudyTable names the table that is not there', async () => {
  await expect(readStudyTable('/nowhere', 'clinical.csv')).rejects.toMatchObject({
    code: 'table/missing',
    exitCode: 10,
    details: { file: 'clinical.csv' },
  });
});
