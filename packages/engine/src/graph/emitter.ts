/**
 * Where operations put the nodes and constants that compute them.
 *
 * Only the interface, so that an operation can say how it is computed without knowing what a model is.
 */

import type { ConstantData, Initializer, NodeAttribute, OnnxNode } from './nodes.ts';

/** Collects nodes and constants of one ONNX graph. */
export interface Emitter {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  /**
   * Adds a node with one output and gives the output's name.
   *
   * @param type ONNX operator.
   * @param inputs Names of values; an empty name leaves an optional input out.
   * @param attributes Settings; domain `com.microsoft` is written as a prefix of the type.
   */
  node(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, NodeAttribute>>): string;
  /** Like `node`, but the output gets the given name. */
  named(name: string, type: string, inputs: readonly string[]): string;
  /** The name that `make` gave when this key was new: what several operations need is computed once. */
  once(key: string, make: () => string): string;
  /** Names of the pieces of a value along an axis; a value is cut once, however often its pieces are asked for. */
  split(
    value: string,
    pieces: { readonly lengths: readonly number[]; readonly axis: number },
  ): readonly string[];
  /** A one-axis int64 constant, as shapes and axes are given. */
  integers(...values: readonly number[]): string;
  /** A float32 scalar without axes. */
  scalar(value: number): string;
  /** A constant made only when its key is new. */
  constant(key: string, make: () => { dims: readonly number[]; data: ConstantData }): string;
}
