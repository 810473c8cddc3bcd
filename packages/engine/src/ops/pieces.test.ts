import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../onnx/compile.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { input } from './leaves.ts';
import { cutApart, endToEnd } from './pieces.ts';
import { scale } from './scale.ts';

describe('rows put end to end', () => {
  it('come apart again, however many they are', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const someLengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(someLengths, async (lengths) => {
        const rows = lengths.map((length, index) => input(`row${index}`, [1, length]));
        const whole = scale(endToEnd(rows), 2);
        const pieces = cutApart(whole, lengths).map((piece, index) => [`piece${index}`, piece] as const);
        const program = compile({ lowering: 'gemm', outputs: { whole, ...Object.fromEntries(pieces) } });
        await using session = await runtime.load(program, new Map());
        let next = 0;
        const values = lengths.map((length) => Float32Array.from({ length }, () => next++));
        const given = values.map((row, index) => [`row${index}`, row] as const);
        const found = await session.run(Object.fromEntries(given));
        expect(found.whole).toEqual(Float32Array.from({ length: next }, (_, index) => 2 * index));
        values.forEach((row, index) => {
          expect(found[`piece${index}`]).toEqual(row.map((value) => 2 * value));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('are cut only into pieces that make up the whole', () => {
    expect(() => cutApart(input('row', [1, 5]), [2, 2])).toThrow('Needed a row of 4');
    expect(() => cutApart(input('matrix', [2, 4]), [2, 2])).toThrow('Needed a row of 4');
  });

  it('are cut by few pieces at a time, as many as a shader of WebGPU can bind', () => {
    const lengths = Array<number>(50).fill(3);
    const pieces = cutApart(input('row', [1, 150]), lengths);
    for (const { node } of pieces)
      expect((node.attributes as { lengths: number[] }).lengths.length).toBeLessThan(8);
  });
});
