/**
 * What a lowered graph holds: nodes, constants and named values, in ONNX's words.
 *
 * Only types. Knows nothing of bytes, of tensors in a graph or of operations.
 */

/** Arrays that may become an ONNX tensor. */
export type ConstantData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Float64Array;

/** Element types by their ONNX name. */
export type ElementType = 'float32' | 'int32' | 'int64' | 'bool' | 'uint8' | 'float64';

/** Value of a node attribute. A plain number is an integer; floats are wrapped, since ONNX tells them apart. */
export type NodeAttribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: OnnxGraph; readonly graphName: string };

/** Name, element type and shape of an input or output. */
export interface ValueSpec {
  readonly name: string;
  readonly type: ElementType;
  /** Extents; a negative one is known only when the model runs. */
  readonly dims: readonly number[];
}

/** One node of an ONNX graph. */
export interface OnnxNode {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, NodeAttribute>>;
  readonly domain: string;
}

/** A constant tensor of a graph. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: ConstantData;
  readonly type: ElementType;
}

/** Everything a graph holds. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly ValueSpec[];
  readonly outputs: readonly ValueSpec[];
}
