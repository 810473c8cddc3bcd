/**
 * What a value in a graph is, and what an operation must say about itself: shape rule, gradient, ONNX nodes.
 *
 * Only types. Knows nothing of any particular operation.
 */

import type { Emitter } from './emitter.ts';
import type { Shape } from './shape.ts';

/** Element type of a graph value. Everything that is differentiated is float32. */
export type DType = 'float32';

/** A value in a graph: its shape is known when it is built, its data are not there yet. */
export interface Tensor {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly node: Node;
}

/** One application of an operation. */
export interface Node {
  readonly op: Op<unknown>;
  readonly inputs: readonly Tensor[];
  readonly attributes: unknown;
}

/**
 * How images lie in memory. `gemm`: an image [N, H, W, C] is a matrix [N*H*W, C] and a convolution is a
 * matrix product (training). `conv`: an image is [N, C, H, W] and weights are constants (inference).
 */
export type Lowering = 'gemm' | 'conv';

/** What a gradient rule may read. It builds new graph nodes and gives one gradient per input. */
export interface GradientContext<A> {
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  /** Gradient of the loss with respect to the output, of the output's shape. */
  readonly outputGradient: Tensor;
  readonly attributes: A;
  /** Whether the gradient of this input is asked for. A rule may skip the others. */
  needs(index: number): boolean;
}

/** A value that a lowering adds to its result, so that a separate Add is saved. */
export interface Addend {
  readonly name: string;
  /** The result becomes `result + factor * addend`. */
  readonly factor: number;
}

/** What a lowering may read. It emits ONNX nodes and gives the name of the result. */
export interface LowerContext<A> {
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly attributes: A;
  readonly emit: Emitter;
  /** ONNX name of an input's value. */
  value(index: number): string;
  /** Present only for operations that say they absorb an addition. */
  readonly addend: Addend | undefined;
}

/** An operation. Attributes are plain data, fixed when the graph is built. */
export interface Op<A> {
  readonly name: string;
  /** Shape of the output; raises graph/shape when the inputs do not fit. */
  shape(inputs: readonly Shape[], attributes: A): Shape;
  /** One gradient per input, `undefined` where none flows. Absent when the operation cannot be differentiated. */
  gradient?(context: GradientContext<A>): (Tensor | undefined)[];
  /**
   * The same value once more, computed only when `after` is there. Present for operations that cost less to repeat than
   * to keep: gradients then read the repetition. `undefined` when this application has to be kept.
   */
  recompute?(node: Node, after: Tensor): Tensor | undefined;
  readonly lower: Partial<Record<Lowering, (context: LowerContext<A>) => string>>;
  /** True when the lowering can add another matrix of the output's shape at little cost. */
  readonly absorbsAddition?: boolean;
}
