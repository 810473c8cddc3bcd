import { expect, test } from 'vitest';
import { readTable } from './read.ts';

test('readTable names the table that is not there', async () => {
  await expect(readTable('/nowhere', 'clinical.csv')).rejects.toMatchObject({
    code: 'table/missing',
    exitCode: 10,
    details: { file: 'clinical.csv' },
  });
});
