import { expect, it } from 'vitest';
import { compile } from '../onnx/compile.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { filledShare } from './filled-share.ts';
import { input } from './leaves.ts';

it.each([0, 0.5, 0.9, 0.99, 0.999, 0.9999])(
  'with decay %d is within 1e-6 at any number of steps',
  async (decay) => {
    const program = compile({
      lowering: 'gemm',
      outputs: { filled: filledShare(input('steps', []), decay) },
    });
    await using runtime = await openNodeCpu({ threads: 1 });
    await using session = await runtime.load(program, new Map());
    for (const steps of [1, 2, 3, 10, 27, 100, 249, 251, 1000, 100_000]) {
      const found = (await session.run({ steps: Float32Array.of(steps) })).filled![0]!;
      const expected = -Math.expm1(steps * Math.log(decay));
      expect(Math.abs(found / expected - 1)).toBeLessThan(1e-6);
    }
  },
);
