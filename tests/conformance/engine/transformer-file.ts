/**
 * Holds one transformer encoder layer and a head against a file with its weights, logits and gradients.
 *
 * The number of heads leaves no trace in names or shapes, so each divisor of the width is tried until the
 * logits fit; a wrong one is off by far more than any limit. When none fits, the nearest is reported.
 */

import type { Tensor } from '../../../packages/engine/src/graph/operation.ts';
import { lossOfLogits } from '../../../packages/engine/src/losses/loss.ts';
import { encoderLayer } from '../../../packages/engine/src/nn/transformer.ts';
import { slice } from '../../../packages/engine/src/ops/axis.ts';
import { gemm } from '../../../packages/engine/src/ops/gemm.ts';
import { input } from '../../../packages/engine/src/ops/leaves.ts';
import { reshape } from '../../../packages/engine/src/ops/reshape.ts';
import { type Parameters, parameters } from '../../../packages/engine/src/program/parameters.ts';
import { relativeDistance } from '../../../packages/engine/src/runtime/choose/distance.ts';
import type { Runtime } from '../../../packages/engine/src/runtime/runtime.ts';
import { type Check, holds, LIMITS, worst } from './check.ts';
import { gradientProgram, namedGradients } from './gradient-program.ts';
import type { Reference } from './reference.ts';

interface Form {
  readonly heads: number;
  readonly norm: 'pre' | 'post';
}

/**
 * Compares logits, loss and every gradient.
 *
 * @param reference A file with `tokens`, `missing`, `y` and parameters under `p/`.
 * @param runtime What executes.
 * @param norms Which places of the norms to try.
 * @throws EngineError `conformance/folder` when a tensor is missing.
 */
export async function checkTransformer(
  reference: Reference,
  runtime: Runtime,
  norms: readonly Form['norm'][],
): Promise<Check[]> {
  const width = reference.get('tokens').shape[2]!;
  const forms = norms.flatMap((norm) => divisors(width).map((heads) => ({ heads, norm })));
  const attempts: Check[][] = [];
  for (const form of forms) {
    const checks = await attempt(reference, runtime, form);
    if (holds(checks[0]!)) return checks;
    attempts.push(checks);
  }
  const offBy = (checks: readonly Check[]): number => checks[0]!.distance;
  return attempts.sort((a, b) => offBy(a) - offBy(b))[0]!;
}

function divisors(width: number): number[] {
  return Array.from({ length: width }, (_, index) => index + 1).filter((count) => width % count === 0);
}

function logitsOf(
  tokens: Tensor,
  missing: Tensor,
  { form, reference, from }: { form: Form; reference: Reference; from: Parameters },
): Tensor {
  const [batch, , width] = tokens.shape as [number, number, number];
  const feedForward = reference.get('p/linear1.weight').shape[0]!;
  const encoded = encoderLayer({ tokens, missing }, { prefix: '', feedForward, ...form }, from);
  const first = reshape(slice(encoded.tokens, { axis: 1, start: 0, end: 1 }), [batch, width]);
  const classes = reference.get('p/head.weight').shape[0]!;
  const weight = from.plain('head.weight', [classes, width]);
  return gemm(first, weight, { transposeB: true, bias: from.row('head.bias', classes) });
}

async function attempt(reference: Reference, runtime: Runtime, form: Form): Promise<Check[]> {
  const [batch, count, width] = reference.get('tokens').shape as [number, number, number];
  const from = parameters();
  const tokens = from.plain('tokens', [batch, count, width]);
  const logits = logitsOf(tokens, input('missing', [batch, count]), { form, reference, from });
  const program = gradientProgram({
    loss: lossOfLogits(logits),
    outputs: { logits },
    declared: from.declared,
  });
  const state = new Map([...reference.under('p/'), ['tokens', reference.get('tokens')] as const]);
  await using session = await runtime.load(program, state);
  const result = await session.step({
    missing: reference.get('missing').data,
    labels: reference.get('y').data,
    sampleWeights: new Float32Array(batch).fill(1),
  });
  const gradients = namedGradients(from.declared, result);
  const distances = [...reference.under('g/')].map(
    ([name, { data }]) => [name, relativeDistance(gradients.get(name) ?? [], data)] as const,
  );
  return [
    {
      what: `${form.norm}-norm, ${form.heads} heads, logits`,
      distance: relativeDistance(result.logits!, reference.get('logits').data),
      limit: LIMITS.values,
    },
    {
      what: `${form.norm}-norm, loss`,
      distance: relativeDistance(result.loss!, reference.get('loss').data),
      limit: LIMITS.values,
    },
    worst(`${form.norm}-norm, gradients`, new Map(distances), LIMITS.gradientsFrozen),
  ];
}
