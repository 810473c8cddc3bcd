/**
 * Batch normalisation by the statistics of the batch itself, with the gradient that flows through them.
 *
 * Mean and deviation come in as separate values so that running statistics can share them, and the slope so that both
 * passes do. No gradient is given to them: those of image and gamma already contain their part.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { elements } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { add } from './add.ts';
import { sumTo } from './broadcast.ts';
import { multiply } from './multiply.ts';
import { notBefore } from './not-before.ts';
import { scale } from './scale.ts';

/** The operation; see `batchNormalise`. */
export const batchNormaliseOp: Op<null> = {
  name: 'batchNormalise',
  shape: ([image]) => image!,
  gradient({ inputs: [image, centred, inverse, gamma, , slope], outputGradient: d, needs }) {
    const row = gamma!.shape;
    const betaGradient = sumTo(d, row);
    const gammaGradient = multiply(inverse!, sumTo(multiply(d, centred!), row));
    const imageGradient = (): Tensor => {
      const share = scale(slope!, -row[1]! / elements(image!.shape));
      const alongCentred = multiply(share, multiply(inverse!, gammaGradient));
      const constantPart = multiply(share, betaGradient);
      return add(multiply(d, slope!), add(multiply(centred!, alongCentred), constantPart));
    };
    return [
      needs(0) ? imageGradient() : undefined,
      undefined,
      undefined,
      needs(3) ? gammaGradient : undefined,
      needs(4) ? betaGradient : undefined,
      undefined,
    ];
  },
  recompute({ inputs: [image, centred, inverse, gamma, beta, slope] }, after) {
    const late = notBefore(slope!, after);
    return apply(batchNormaliseOp, [image!, centred!, inverse!, gamma!, beta!, late], null);
  },
  lower: {
    gemm: ({ emit, value }) => emit.node('Add', [emit.node('Mul', [value(1), value(5)]), value(4)]),
  },
};

/**
 * gamma * centred * inverse + beta, differentiated as a function of the image.
 *
 * @param image What is normalised: image [N, H, W, C] or matrix [M, C].
 * @param statistics `centred` = image - mean, `inverse` = 1 / deviation [1, C], both computed from `image`.
 * @param affine `gamma` and `beta`, rows [1, C].
 */
export function batchNormalise(
  image: Tensor,
  statistics: { centred: Tensor; inverse: Tensor },
  affine: { gamma: Tensor; beta: Tensor },
): Tensor {
  const { centred, inverse } = statistics;
  const { gamma, beta } = affine;
  const slope = multiply(gamma, inverse);
  return apply(batchNormaliseOp, [image, centred, inverse, gamma, beta, slope], null);
}
