import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseProtocol } from '../protocol/read.ts';
import { demoProtocol } from './write-demo.ts';

describe('the protocol of a demo', () => {
  test('is one that the reader accepts, with three sequences and four cohorts', () => {
    const protocol = parseProtocol(stringify(demoProtocol({ patients: 160, seed: 3 })));
    expect(protocol.encoder.network).toBe('resnet101');
    expect(Object.keys(protocol.sequences)).toEqual(['T1', 'T2', 'T1c']);
    expect(Object.values(protocol.cohorts).map(({ role }) => role)).toEqual([
      'training',
      'internal',
      'external',
      'immunotherapy',
    ]);
    expect(protocol.seeds).toEqual({ split: 3, training: 3 });
  });

  test('starts from scratch unless weights are named', () => {
    const size = { patients: 320, seed: 1 };
    expect(demoProtocol(size).encoder).toMatchObject({ network: 'resnet101', weights: 'scratch', epochs: 4 });
    const start = { weights: 'resnet50-imagenet', network: 'resnet50' } as const;
    expect(demoProtocol({ ...size, start }).encoder).toMatchObject({ ...start, epochs: 4 });
  });

  test('passes over fewer patients more often', () => {
    const epochs = [40, 160, 610].map((patients) => demoProtocol({ patients, seed: 1 }).encoder?.epochs ?? 0);
    expect(epochs).toEqual(epochs.toSorted((a, b) => b - a));
    expect(epochs[2]).toBeGreaterThanOrEqual(3);
  });
});
