import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { parsePatients, parseSeconds, parseSeed, parseThreads, stopSignal } from './options.ts';

describe('numbers on the command line', () => {
  test.each([
    [parseThreads, ['1', '16'], ['0', '-1', '1.5', 'two', '']],
    [parsePatients, ['40', '610'], ['39', '40.5', 'many']],
    [parseSeed, ['0', '7'], ['-1', '0.5', 'x']],
    [parseSeconds, ['0', '0.5', '60'], ['-1', '', ' ', 'NaN', 'Infinity']],
  ])('%o takes whole or fitting numbers and refuses others', (parse, good, bad) => {
    for (const text of good) expect(parse(text)).toBe(Number(text));
    for (const text of bad) expect(() => parse(text), text).toThrow(InvalidArgumentError);
  });
});

describe('stopSignal', () => {
  test('is aborted by the first signal, says so once, and listens no longer when disposed', () => {
    const before = process.listenerCount('SIGTERM');
    let said = 0;
    {
      using stop = stopSignal(() => {
        said += 1;
      });
      expect(stop.signal.aborted).toBe(false);
      process.emit('SIGTERM', 'SIGTERM');
      expect(stop.signal.aborted).toBe(true);
    }
    expect(said).toBe(1);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
