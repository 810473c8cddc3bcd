import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { mapBounded } from './bounded.ts';

const items = Array.from({ length: 100 }, (_, index) => index);

describe('a list that is gone through a few at a time', () => {
  test('gives its results in the order of the items, whichever is ready first', async () => {
    const made = await mapBounded(items, async (item) => {
      for (let turns = item % 7; turns > 0; turns -= 1) await turn();
      return item * 2;
    });
    expect(made).toEqual(items.map((item) => item * 2));
    expect(await mapBounded([], () => Promise.reject(new Error('none')))).toEqual([]);
  });

  test('has sixteen under way and never more', async () => {
    let [now, most] = [0, 0];
    await mapBounded(items, async () => {
      now += 1;
      most = Math.max(most, now);
      await turn();
      now -= 1;
    });
    expect(most).toBe(16);
  });

  test('throws what failed, after what was under way has ended', async () => {
    const ended: number[] = [];
    const failing = mapBounded([0, 1, 2], async (item) => {
      if (item === 1) throw new RangeError('one is wrong');
      await turn();
      ended.push(item);
    });
    await expect(failing).rejects.toThrow(new RangeError('one is wrong'));
    expect(ended).toEqual([0, 2]);
  });
});
