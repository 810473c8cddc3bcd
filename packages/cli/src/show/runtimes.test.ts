import { expect, it } from 'vitest';
import { formatRuntimes } from './runtimes.ts';

it('shows a row for each runtime, why one is refused, and the choice', () => {
  const lines = formatRuntimes({
    wish: 'auto',
    chosen: 'node-webgpu',
    reference: 'node-cpu',
    tolerance: 1e-3,
    candidates: [
      { name: 'node-cpu', accepted: true, reason: null, openMs: 99.6, stepMs: 250, largestDifference: null },
      {
        name: 'node-webgpu',
        accepted: true,
        reason: null,
        openMs: 300,
        stepMs: 12,
        largestDifference: 2.24e-7,
      },
      {
        name: 'node-cuda',
        accepted: false,
        reason: 'Found none.',
        openMs: null,
        stepMs: null,
        largestDifference: null,
      },
    ],
  });
  expect(lines).toEqual([
    'runtime           to open      a step  difference',
    'node-cpu           100 ms      250 ms   reference',
    'node-webgpu        300 ms       12 ms      2.2e-7',
    'node-cuda               -           -           -',
    'node-cuda is not used. Found none.',
    'Chosen: node-webgpu.',
  ]);
});
