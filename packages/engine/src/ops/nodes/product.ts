/**
 * Emits one matrix product, with a bias or another matrix added where asked.
 *
 * Knows which of ONNX's MatMul and Gemm is faster for which form; nothing of graphs.
 */

import type { Emitter } from '../../graph/emitter.ts';
import type { Addend } from '../../graph/operation.ts';

/** Form of a product. */
export interface ProductForm {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Name of a row to add. */
  readonly bias?: string | undefined;
  /** A matrix to add; it costs one copy instead of a pass of its own. */
  readonly addend?: Addend | undefined;
}

/**
 * Emits a product of two matrices and gives its name.
 *
 * @param emit Where nodes go.
 * @param factors Names of the left and the right matrix.
 * @param form Transposes and what is added.
 */
export function productNodes(emit: Emitter, factors: readonly [string, string], form: ProductForm): string {
  const { transposeA = false, transposeB = false, bias, addend } = form;
  if (!transposeA && !transposeB && !bias && !addend) return emit.node('MatMul', factors);
  const attributes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
  if (addend && !bias)
    return emit.node('Gemm', [...factors, addend.name], { ...attributes, beta: { float: addend.factor } });
  const product = emit.node('Gemm', bias ? [...factors, bias] : factors, attributes);
  if (!addend) return product;
  const scaled =
    addend.factor === 1 ? addend.name : emit.node('Mul', [addend.name, emit.scalar(addend.factor)]);
  return emit.node('Add', [product, scaled]);
}
