/**
 * Whether an operation gives its value and its gradients, against float64 definitions and central differences.
 */

import { expect } from 'vitest';
import { compile } from '../onnx/compile.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { relativeDistance } from '../runtime/choose/distance.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sumTo } from './broadcast.ts';
import { gradients } from './differentiate.ts';
import { constant, input } from './leaves.ts';
import { multiply } from './multiply.ts';
import { type Case, numerical } from './numerical.fixture.ts';
import { build } from './reference.fixture.ts';

/**
 * Expects one case to hold.
 *
 * @param runtime What executes.
 * @param name Of the case; its numbers are drawn by it.
 * @param one The operation and its definition.
 */
export async function expectGradients(runtime: Runtime, name: string, one: Case): Promise<void> {
  const random = pseudoRandom(name);
  const draw = (): number => Math.fround(one.positive ? 0.5 + random.uniform() : 2 * random.uniform() - 1);
  const inputs = one.shapes.map((shape) => build(shape, draw));
  const leaves = one.shapes.map((shape, index) => input(`input${index}`, shape));
  const output = one.graph(...leaves);
  const expected = one.plain(...inputs);
  expect(output.shape).toEqual(expected.shape);
  const weight = expected.data.map(draw);
  const loss = sumTo(multiply(output, constant(Float32Array.from(weight), output.shape)), []);
  const found = gradients(loss, leaves);
  const named = Object.fromEntries(found.map((gradient, index) => [`gradient${index}`, gradient!]));
  const program = compile({ lowering: 'gemm', outputs: { output, ...named } });
  await using session = await runtime.load(program, new Map());
  const result = await session.run(
    Object.fromEntries(inputs.map(({ data }, index) => [`input${index}`, Float32Array.from(data)])),
  );
  expect(relativeDistance(result.output!, expected.data)).toBeLessThan(1e-6);
  inputs.forEach((_, index) => {
    expect(
      relativeDistance(result[`gradient${index}`]!, numerical(one, inputs, { which: index, weight })),
    ).toBeLessThan(5e-6);
  });
}
