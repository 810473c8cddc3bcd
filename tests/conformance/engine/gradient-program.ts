/**
 * A program whose outputs are gradients instead of updates, to be compared with another framework's.
 */

import type { Tensor } from '../../../packages/engine/src/graph/operation.ts';
import { compile } from '../../../packages/engine/src/onnx/compile.ts';
import { gradients } from '../../../packages/engine/src/ops/differentiate.ts';
import type { StepResult } from '../../../packages/engine/src/program/batch.ts';
import type { Declared } from '../../../packages/engine/src/program/parameters.ts';
import type { Program } from '../../../packages/engine/src/program/program.ts';
import { fromHeld } from '../../../packages/engine/src/program/state.ts';

const PREFIX = 'gradient/';

/** What a gradient program computes. */
export interface GradientParts {
  readonly loss: Tensor;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Everything the network asked for, in order. */
  readonly declared: readonly Declared[];
  /** Next value of running statistics. */
  readonly updates?: ReadonlyMap<Tensor, Tensor>;
}

/**
 * Builds the program; outputs are `loss`, the given ones, and one gradient a parameter.
 *
 * @param parts Loss, outputs and parameters.
 */
export function gradientProgram(parts: GradientParts): Program {
  const trained = parts.declared.filter(({ spec }) => spec.role === 'parameter');
  const found = gradients(
    parts.loss,
    trained.map(({ tensor }) => tensor),
  );
  const outputs = Object.fromEntries(trained.map(({ spec }, index) => [PREFIX + spec.name, found[index]!]));
  return compile({
    lowering: 'gemm',
    outputs: { loss: parts.loss, ...parts.outputs, ...outputs },
    state: parts.declared,
    updates: parts.updates ?? new Map(),
  });
}

/**
 * Gradients of a step in PyTorch's order of elements.
 *
 * @param declared Everything the network asked for.
 * @param result The step's result.
 */
export function namedGradients(declared: readonly Declared[], result: StepResult): Map<string, Float32Array> {
  return new Map(
    declared.flatMap(({ spec }) => {
      const held = result[PREFIX + spec.name];
      return held ? [[spec.name, fromHeld(spec, held)] as const] : [];
    }),
  );
}
