import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { described } from './made-pixels.fixture.ts';
import { createStored, storedValues, unpackBits } from './stored.ts';

/** What PS3.5 section 8.1 says of one cell: the bits from the high bit down, the highest of them the sign. */
function cellValue(cell: bigint, { bitsStored, highBit, signed }: ReturnType<typeof described>): number {
  const bits = BigInt.asUintN(bitsStored, cell >> BigInt(highBit + 1 - bitsStored));
  return Number(signed ? BigInt.asIntN(bitsStored, bits) : bits);
}

/** Cells as bytes, in either order. */
function bytesOf(cells: readonly bigint[], width: number, littleEndian: boolean): Uint8Array {
  const bytes = cells.flatMap((cell) => {
    const one = Array.from({ length: width }, (_, n) => Number((cell >> BigInt(8 * n)) & 255n));
    return littleEndian ? one : one.reverse();
  });
  return Uint8Array.from(bytes);
}

const layouts = fc
  .record({
    bitsAllocated: fc.constantFrom(8, 16, 32),
    stored: fc.integer({ min: 1, max: 32 }),
    raised: fc.nat(31),
    signed: fc.boolean(),
    littleEndian: fc.boolean(),
    columns: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ stored, raised, ...rest }) => {
    const bitsStored = Math.min(stored, rest.bitsAllocated);
    return { ...rest, bitsStored, highBit: Math.min(bitsStored - 1 + raised, rest.bitsAllocated - 1) };
  });

describe('stored values', () => {
  it('are the bits below the high bit, whatever else is in a cell and in whichever byte order', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), { minLength: 18, maxLength: 18 }),
        (layout, noise) => {
          const { littleEndian, ...bits } = layout;
          const d = described(bits);
          const cells = noise.slice(0, d.rows * d.columns).map((n) => BigInt.asUintN(d.bitsAllocated, n));
          const values = storedValues(bytesOf(cells, d.bitsAllocated / 8, littleEndian), d, littleEndian);
          expect(Array.from(values)).toEqual(cells.map((cell) => cellValue(cell, d)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are a fresh array, so that a frame may be changed', () => {
    const raw = Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
    const values = storedValues(raw, described(), true);
    values.fill(9);
    expect(raw[0]).toBe(1);
  });

  it('come in the smallest type that holds every one of them', () => {
    const kind = (bitsAllocated: number, signed: boolean): string =>
      createStored(described({ bitsAllocated, signed }), 4).constructor.name;
    expect([1, 8, 16, 32].map((bits) => kind(bits, false))).toEqual([
      'Uint8Array',
      'Uint8Array',
      'Uint16Array',
      'Uint32Array',
    ]);
    expect([8, 16, 32].map((bits) => kind(bits, true))).toEqual(['Int8Array', 'Int16Array', 'Int32Array']);
    expect(createStored(described(), 4)).toHaveLength(4);
  });
});

describe('pixels of one bit', () => {
  it('come out in the order of the bits from the lowest, from any pixel on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 60 }),
        fc.nat(59),
        (bits, at) => {
          const packed = new Uint8Array(8);
          bits.forEach((bit, n) => {
            packed[Math.floor(n / 8)]! += bit * 2 ** (n % 8);
          });
          const start = Math.min(at, bits.length);
          expect(Array.from(unpackBits(packed, start, bits.length - start))).toEqual(bits.slice(start));
        },
      ),
    );
  });
});
