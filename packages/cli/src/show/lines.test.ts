import type { ProgressEvent } from '@mriscore/study';
import { describe, expect, test } from 'vitest';
import { jsonDisplay, lineDisplay } from './lines.ts';

function training(step: number, epoch: number): ProgressEvent {
  const place = { stage: 'train', unit: 'T1', epoch, epochs: 2, step, steps: 8 } as const;
  return { kind: 'training', ...place, loss: 0.5123, secondsLeft: 61 };
}

const EVENTS: readonly ProgressEvent[] = [
  { kind: 'stage-started', stage: 'train', units: 3, finished: 1 },
  { kind: 'unit-started', stage: 'train', unit: 'T1' },
  training(2, 1),
  training(4, 1),
  training(6, 2),
  { kind: 'note', stage: 'train', text: 'The older checkpoint is used.' },
  { kind: 'unit-finished', stage: 'train', unit: 'T1', seconds: 5, reused: false },
  { kind: 'stage-finished', stage: 'train', seconds: 95 },
];

describe('lineDisplay', () => {
  test('writes one line a stage and one an epoch', async () => {
    const lines: string[] = [];
    const display = lineDisplay((line) => lines.push(line));
    for (const event of EVENTS) display.report(event);
    await display.close(false);
    expect(lines).toEqual([
      'train: 3 units, 1 done before',
      '  T1  █████░░░░░░░░░░░░░░░  25 %  epoch 1/2  loss 0.512  1 min 1 s left',
      '  T1  ███████████████░░░░░  75 %  epoch 2/2  loss 0.512  1 min 1 s left',
      '  The older checkpoint is used.',
      'train: done in 1 min 35 s',
    ]);
  });
});

test('jsonDisplay writes every event as one line that reads back the same', () => {
  const lines: string[] = [];
  const display = jsonDisplay((line) => lines.push(line));
  for (const event of EVENTS) display.report(event);
  expect(lines.map((line) => JSON.parse(line) as ProgressEvent)).toEqual(EVENTS);
});
