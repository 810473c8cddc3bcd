/**
 * A convolution and its two gradients as matrix products over patches.
 *
 * Reads names of matrices and a geometry, emits nodes. Weights are matrices [kernel^2 * C, O], taps before channels.
 */

import type { Emitter } from '../../graph/emitter.ts';
import type { Addend } from '../../graph/operation.ts';
import { patchMatrix, sumOfReaders } from './patches.ts';
import { productNodes } from './product.ts';
import { foldedImage, foldedWeights, foldedWindow, folds, unfoldedGradient } from './stem.ts';
import { outputExtent, readerRows, type Window } from './window.ts';

/** Geometry and the numbers of channels on both sides. */
export interface ConvolutionForm {
  readonly window: Window;
  readonly channels: number;
  readonly filters: number;
}

/**
 * Output of a convolution, a matrix [outputs, filters].
 *
 * @param emit Where nodes go.
 * @param names Image [N*H*W, C], weights [k*k*C, O], optional bias [1, O].
 * @param form Geometry, and what is added to the result.
 */
export function convolutionNodes(
  emit: Emitter,
  names: { image: string; weights: string; bias?: string | undefined },
  form: ConvolutionForm & { addend?: Addend | undefined },
): string {
  const { window, channels, addend } = form;
  const { image, weights, bias } = names;
  if (folds(form)) {
    const folded = foldedWindow(window);
    const patches = patchMatrix(emit, foldedImage(emit, image, form), {
      window: folded,
      channels: 4 * channels,
    });
    return productNodes(emit, [patches, foldedWeights(emit, weights, form)], { bias, addend });
  }
  return productNodes(emit, [patchMatrix(emit, image, { window, channels }), weights], { bias, addend });
}

/**
 * Gradient with respect to the weights, a matrix [k*k*C, O]. The patches are gathered again rather than kept.
 *
 * @param emit Where nodes go.
 * @param names Image of the forward pass and gradient of the output.
 * @param form Geometry, and a matrix to add (such as a decayed momentum).
 */
export function weightGradientNodes(
  emit: Emitter,
  names: { image: string; gradient: string },
  form: ConvolutionForm & { addend?: Addend | undefined },
): string {
  const { window, channels, addend } = form;
  const { image, gradient } = names;
  if (!folds(form)) {
    const patches = patchMatrix(emit, image, { window, channels, after: gradient });
    return productNodes(emit, [patches, gradient], { transposeA: true, addend });
  }
  const folded = foldedWindow(window);
  const patches = patchMatrix(emit, foldedImage(emit, image, form), {
    window: folded,
    channels: 4 * channels,
  });
  const whole = unfoldedGradient(emit, productNodes(emit, [patches, gradient], { transposeA: true }), form);
  if (!addend) return whole;
  const scaled =
    addend.factor === 1 ? addend.name : emit.node('Mul', [addend.name, emit.scalar(addend.factor)]);
  return emit.node('Add', [whole, scaled]);
}

/**
 * Gradient with respect to the image, a matrix [N*H*W, C].
 *
 * @param emit Where nodes go.
 * @param names Gradient of the output and weights of the forward pass.
 * @param form Geometry of the forward pass, and a matrix to add.
 */
export function inputGradientNodes(
  emit: Emitter,
  names: { gradient: string; weights: string },
  form: ConvolutionForm & { addend?: Addend | undefined },
): string {
  const { window, addend } = form;
  const { kernel, stride, padding } = window;
  if (kernel === 1 && stride === 1 && padding === 0)
    return productNodes(emit, [names.gradient, names.weights], { transposeB: true, addend });
  if (stride === 1 && padding < kernel) return densely(emit, names, form);
  const sum = sparsely(emit, names, form);
  if (!addend) return sum;
  const scaled =
    addend.factor === 1 ? addend.name : emit.node('Mul', [addend.name, emit.scalar(addend.factor)]);
  return emit.node('Add', [sum, scaled]);
}

/** Stride 1: a convolution of the gradient with the taps reversed. */
function densely(
  emit: Emitter,
  { gradient, weights }: { gradient: string; weights: string },
  { window, channels, filters, addend }: ConvolutionForm & { addend?: Addend | undefined },
): string {
  const { kernel } = window;
  const back: Window = {
    ...window,
    height: outputExtent(window.height, window),
    width: outputExtent(window.width, window),
    padding: kernel - 1 - window.padding,
  };
  const patches = patchMatrix(emit, gradient, { window: back, channels: filters, reversed: true });
  const taps = emit.node('Reshape', [weights, emit.integers(kernel * kernel, channels, filters)]);
  const turned = emit.node('Transpose', [taps], { perm: [0, 2, 1] });
  const matrix = emit.node('Reshape', [turned, emit.integers(kernel * kernel * filters, channels)]);
  return productNodes(emit, [patches, matrix], { addend });
}

/** Larger strides: the gradient of every tap, then for every pixel the sum over its readers. */
function sparsely(
  emit: Emitter,
  { gradient, weights }: { gradient: string; weights: string },
  { window, channels }: ConvolutionForm,
): string {
  const { batch, height, width, kernel, stride, padding } = window;
  const outputs = batch * outputExtent(height, window) * outputExtent(width, window);
  const product = productNodes(emit, [gradient, weights], { transposeB: true });
  const rows = emit.node('Reshape', [product, emit.integers(outputs * kernel * kernel, channels)]);
  const key = `readers ${[batch, height, width, kernel, stride, padding].join(' ')}`;
  return sumOfReaders(emit, rows, { key, lists: () => readerRows(window, true), channels });
}
