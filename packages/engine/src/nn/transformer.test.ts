import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradientProgram, namedGradients } from '../conformance/gradientProgram.ts';
import { readReference, relativeDistance } from '../conformance/reference.ts';
import { slice } from '../ops/axis.ts';
import { gemm } from '../ops/gemm.ts';
import { input } from '../ops/leaves.ts';
import { reshape } from '../ops/reshape.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { parameters } from './parameters.ts';
import { lossOf } from './trainingParts.ts';
import { encoderLayer } from './transformer.ts';

const folder = join(process.env.MRISCORE_SHARED ?? '../shared', 'torch');
const absent = !existsSync(folder);

describe.skipIf(absent)('a transformer layer against PyTorch (needs the shared reference folder)', () => {
  for (const norm of ['pre', 'post'] as const)
    it(`gives the same logits and gradients with ${norm}-norm and missing tokens`, async () => {
      const reference = await readReference(join(folder, `transformer_${norm}norm.safetensors`));
      const [batch, count, width] = reference.get('tokens').shape as [number, number, number];
      const from = parameters();
      const tokens = from.plain('tokens', [batch, count, width]);
      const layer = { prefix: '', heads: 4, feedForward: 64, norm };
      const encoded = encoderLayer({ tokens, missing: input('missing', [batch, count]) }, layer, from);
      const first = reshape(slice(encoded.tokens, { axis: 1, start: 0, end: 1 }), [batch, width]);
      const weight = from.plain('head.weight', [1, width]);
      const logits = gemm(first, weight, { transposeB: true, bias: from.row('head.bias', 1) });
      const program = gradientProgram({
        loss: lossOf(logits, {}),
        outputs: { logits },
        declared: from.declared,
      });
      await using runtime = await openNodeCpu({ threads: 1 });
      const session = await runtime.load(
        program,
        new Map([...reference.under('p/'), ['tokens', reference.get('tokens')]]),
      );
      const result = await session.step({
        missing: reference.get('missing').data,
        labels: reference.get('y').data,
        sampleWeights: new Float32Array(batch).fill(1),
      });
      expect(relativeDistance(result.logits!, reference.get('logits').data)).toBeLessThan(1e-5);
      expect(relativeDistance(result.loss!, reference.get('loss').data)).toBeLessThan(1e-5);
      const found = namedGradients(from.declared, result);
      const expected = reference.under('g/');
      expect(found.size).toBe(expected.size);
      const worst = Math.max(
        ...[...expected].map(([name, { data }]) => relativeDistance(found.get(name)!, data)),
      );
      expect(worst).toBeLessThan(5e-5);
    });
});
