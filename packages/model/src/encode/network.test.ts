import { expect, test } from 'vitest';
import { encoderNetwork } from './network.ts';

test.each([18, 34, 50, 101, 152] as const)('resnet%d is a network of that depth with one logit', (depth) => {
  expect(encoderNetwork(`resnet${depth}`)).toMatchObject({ depth, classes: 1, inputChannels: 3 });
});
