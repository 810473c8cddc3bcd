import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapBounded } from './bounded.ts';

describe('mapBounded', () => {
  test('gives results in the order of the items, and never has more than sixteen under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 80 }), async (waits) => {
        let open = 0;
        let most = 0;
        const results = await mapBounded([...waits.entries()], async ([index, wait]) => {
          open += 1;
          most = Math.max(most, open);
          for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
          open -= 1;
          return index;
        });
        expect(results).toEqual(waits.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(16);
        expect(waits.length < 16 || most === 16).toBe(true);
      }),
    );
  });

  test('throws the failure of an item when nothing is under way any more', async () => {
    let open = 0;
    const failing = mapBounded([...Array(50).keys()], async (item) => {
      open += 1;
      await Promise.resolve();
      open -= 1;
      if (item === 3) throw new Error('three');
      return item;
    });
    await expect(failing).rejects.toThrow('three');
    expect(open).toBe(0);
  });
});
