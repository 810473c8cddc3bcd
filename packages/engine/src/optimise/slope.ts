/**
 * What an optimiser moves: a parameter with its gradient, or many short vectors as one.
 *
 * Reads declared leaves, gives variables. Knows no optimiser.
 */

import type { Tensor } from '../graph/operation.ts';
import { cutApart, endToEnd } from '../ops/pieces.ts';
import type { Declared } from '../program/parameters.ts';
import { declare } from '../program/parameters.ts';
import { MEMORY_PREFIX } from '../program/state.ts';
import type { SharedOptions } from './options.ts';

/** A value that a session keeps: one leaf, or several rows end to end. */
export interface Variable {
  readonly parts: readonly Declared[];
  readonly value: Tensor;
}

/** A variable with its gradient, of the variable's shape. */
export interface Slope {
  readonly parameter: Variable;
  readonly gradient: Tensor;
}

/** What a step makes of a variable. */
export interface Move {
  readonly variable: Variable;
  readonly next: Tensor;
}

/** What a step changes. */
export interface Update {
  /** Memory of the optimiser, starting from zero. */
  readonly memory: readonly Variable[];
  readonly moves: readonly Move[];
}

/**
 * A variable of one leaf.
 *
 * @param declared The leaf.
 */
export function alone(declared: Declared): Variable {
  return { parts: [declared], value: declared.tensor };
}

/**
 * Rows as one variable.
 *
 * @param parts Leaves held as [1, n], at least one.
 */
export function together(parts: readonly Declared[]): Variable {
  return { parts, value: endToEnd(parts.map(({ tensor }) => tensor)) };
}

/**
 * Parameters as an optimiser moves them: vectors all at once, everything else by itself.
 *
 * The vectors come first. ONNX Runtime begins with what was emitted last and goes as deep as it can, so the last
 * layer's weights move as soon as their gradient is there, while it is still in the cache; vectors all at once need the
 * whole backward pass and would hold every gradient up if they came last.
 *
 * @param found Parameters with their gradients.
 */
export function slopesOf(
  found: readonly { readonly parameter: Declared; readonly gradient: Tensor }[],
): Slope[] {
  const isRow = ({ parameter: { spec } }: { readonly parameter: Declared }): boolean =>
    spec.shape.length === 1 && spec.held.length === 2;
  const [rows, others] = [found.filter(isRow), found.filter((entry) => !isRow(entry))];
  const single = others.map(({ parameter, gradient }) => ({ parameter: alone(parameter), gradient }));
  if (rows.length === 0) return single;
  const joined = {
    parameter: together(rows.map(({ parameter }) => parameter)),
    gradient: endToEnd(rows.map(({ gradient }) => gradient)),
  };
  return [joined, ...single];
}

/**
 * The decay of one parameter: none for vectors (norms' scales, biases) unless everything decays.
 *
 * @param parameter The parameter.
 * @param options Decay and its reach.
 */
export function decayOf({ parts }: Variable, options: SharedOptions): number {
  return options.decayEverything || parts[0]!.spec.shape.length > 1 ? (options.weightDecay ?? 0) : 0;
}

/**
 * Memory of a parameter's shape; each of its leaves has a name of its own.
 *
 * @param parameter The parameter.
 * @param kind What is remembered, such as `momentum`.
 * @param startsFromParameter Whether it starts from the parameter's value; otherwise from zero.
 */
export function memoryOf({ parts }: Variable, kind: string, startsFromParameter = false): Variable {
  const leaves = parts.map(({ spec }) =>
    declare({
      ...spec,
      name: `${MEMORY_PREFIX}${kind}.${spec.name}`,
      role: 'memory',
      ...(startsFromParameter ? { startsFrom: spec.name } : {}),
    }),
  );
  return leaves.length === 1 ? alone(leaves[0]!) : together(leaves);
}

/**
 * Next value of every leaf.
 *
 * @param moves Next values of variables.
 */
export function nextOfLeaves(moves: readonly Move[]): Map<Tensor, Tensor> {
  return new Map(
    moves.flatMap(({ variable: { parts }, next }) => {
      const own =
        parts.length === 1
          ? [next]
          : cutApart(
              next,
              parts.map(({ spec }) => spec.held[1]!),
            );
      return parts.map(({ tensor }, index) => [tensor, own[index]!] as const);
    }),
  );
}
