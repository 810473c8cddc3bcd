/**
 * Slides filters over an image, with its two gradients as operations of their own.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, type Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { sumTo } from './broadcast.ts';
import { constantData } from './leaves.ts';
import { convolutionNodes, inputGradientNodes, weightGradientNodes } from './nodes/convolution.ts';
import { planarConvolution } from './nodes/planar-convolution.ts';
import { outputExtent, type Window } from './nodes/window.ts';

/** Attributes: square kernel, stride and zero padding, in pixels. */
export interface Convolution {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Attributes of the gradients: the image's shape is part of them. */
interface Backward extends Convolution {
  readonly image: Shape;
}

const windowOf = (image: Shape, { kernel, stride, padding }: Convolution): Window => ({
  batch: image[0]!,
  height: image[1]!,
  width: image[2]!,
  kernel,
  stride,
  padding,
});

function outputShape(image: Shape, filters: number, attributes: Convolution): Shape {
  const [rows, columns] = [outputExtent(image[1]!, attributes), outputExtent(image[2]!, attributes)];
  return [image[0]!, rows, columns, filters];
}

/** The operation; see `convolution`. */
export const convolutionOp: Op<Convolution> = {
  name: 'convolution',
  shape([image, weights, bias], attributes) {
    if (image!.length !== 4 || weights!.length !== 2)
      refuseShapes('convolution', [image!, weights!], 'Needed an image [N, H, W, C] and weights [k*k*C, O].');
    const rows = attributes.kernel ** 2 * image![3]!;
    if (weights![0] !== rows)
      refuseShapes('convolution', [image!, weights!], `Needed weights of ${rows} rows.`);
    if (bias && (bias.length !== 2 || bias[0] !== 1 || bias[1] !== weights![1]))
      refuseShapes('convolution', [image!, weights!, bias], `Needed a bias [1, ${weights![1]}].`);
    return outputShape(image!, weights![1]!, attributes);
  },
  gradient({ inputs: [image, weights, bias], outputGradient, attributes, needs }) {
    const backward: Backward = { ...attributes, image: image!.shape };
    return [
      needs(0) ? apply(inputGradientOp, [outputGradient, weights!], backward) : undefined,
      needs(1) ? apply(weightGradientOp, [image!, outputGradient], backward) : undefined,
      bias && needs(2) ? sumTo(outputGradient, bias.shape) : undefined,
    ];
  },
  lower: { gemm: lowerMatrix, conv: lowerPlanar },
};

function lowerMatrix({ inputs, attributes, emit, value }: LowerContext<Convolution>): string {
  const image = inputs[0]!.shape;
  const names = { image: value(0), weights: value(1), bias: inputs[2] && value(2) };
  const form = { window: windowOf(image, attributes), channels: image[3]!, filters: inputs[1]!.shape[1]! };
  return convolutionNodes(emit, names, form);
}

function lowerPlanar({ inputs, attributes, emit, value }: LowerContext<Convolution>): string {
  const [image, weights, bias] = inputs;
  const data = constantData(weights!);
  const shift = bias && constantData(bias);
  if (!data || (bias && !shift))
    refuseShapes('convolution', [weights!.shape], 'Needed constant weights and bias.');
  const form = { ...attributes, channels: image!.shape[3]!, filters: weights!.shape[1]! };
  return planarConvolution(emit, value(0), { ...form, weights: data, bias: shift });
}

/** Gradient with respect to the image: inputs are the output's gradient and the weights. */
export const inputGradientOp: Op<Backward> = {
  name: 'convolutionInputGradient',
  absorbsAddition: true,
  shape: (_, { image }) => image,
  lower: {
    gemm: ({ inputs, attributes, emit, value, addend }) =>
      inputGradientNodes(
        emit,
        { gradient: value(0), weights: value(1) },
        {
          window: windowOf(attributes.image, attributes),
          channels: attributes.image[3]!,
          filters: inputs[1]!.shape[1]!,
          addend,
        },
      ),
  },
};

/** Gradient with respect to the weights: inputs are the image and the output's gradient. */
export const weightGradientOp: Op<Backward> = {
  name: 'convolutionWeightGradient',
  absorbsAddition: true,
  shape: ([image, gradient], { kernel }) => [kernel ** 2 * image![3]!, gradient![3]!],
  lower: {
    gemm: ({ inputs, attributes, emit, value, addend }) =>
      weightGradientNodes(
        emit,
        { image: value(0), gradient: value(1) },
        {
          window: windowOf(attributes.image, attributes),
          channels: attributes.image[3]!,
          filters: inputs[1]!.shape[3]!,
          addend,
        },
      ),
  },
};

/**
 * Slides square filters over an image.
 *
 * @param image Image [N, H, W, C].
 * @param weights Matrix [kernel^2 * C, O]; row (u * kernel + v) * C + c holds tap (u, v) of channel c.
 * @param options Geometry, and an optional bias [1, O].
 * @returns Image [N, H', W', O].
 * @throws EngineError `graph/shape` when weights and image do not fit.
 */
export function convolution(
  image: Tensor,
  weights: Tensor,
  options: Convolution & { readonly bias?: Tensor | undefined },
): Tensor {
  const { kernel, stride, padding, bias } = options;
  return apply(convolutionOp, bias ? [image, weights, bias] : [image, weights], { kernel, stride, padding });
}
