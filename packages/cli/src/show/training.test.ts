import { expect, test } from 'vitest';
import { formatBar, formatTraining } from './training.ts';

test('a bar has twenty cells whatever the share', () => {
  for (const share of [-1, 0, 0.024, 0.5, 0.999, 1, 7]) expect(formatBar(share)).toHaveLength(20);
  expect(formatBar(0.5)).toBe('██████████░░░░░░░░░░');
});

test('a training that has just begun knows no time left', () => {
  const event = {
    kind: 'training',
    stage: 'train',
    unit: 'T2',
    epoch: 1,
    epochs: 9,
    step: 1,
    steps: 900,
  } as const;
  const text = formatTraining({ ...event, loss: Math.LN2, secondsLeft: null });
  expect(text).toBe('T2  ░░░░░░░░░░░░░░░░░░░░   0 %  epoch 1/9  loss 0.693');
});
