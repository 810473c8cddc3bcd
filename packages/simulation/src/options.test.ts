import { expect, test } from 'vitest';
import { planReferenceCohort, writeReferenceCohort } from './index.ts';

const WRONG = { patients: 40, seed: 1, sizeVoxels: [16, 16, 4] } as {
  readonly patients: number;
  readonly seed: number;
};
const write = (): never => {
  throw new Error('nothing may be written');
};

test.each<[name: string, call: () => unknown, known: string]>([
  ['planReferenceCohort', () => planReferenceCohort(WRONG), 'patients, seed, sizeVoxel'],
  [
    'writeReferenceCohort',
    () => writeReferenceCohort({ directory: 'd', ...WRONG }, write),
    'directory, patients, seed, sizeVoxel, onProgress, signal',
  ],
])('%s refuses an option that it does not know before it makes anything', async (_name, call, known) => {
  const cause: unknown = await Promise.resolve()
    .then(call)
    .catch((error: unknown) => error);
  expect(cause).toMatchObject({
    code: 'options/unknown-key',
    finding: { found: 'Unknown option sizeVoxels.', needed: `Known options: ${known}.` },
  });
});
