/**
 * Batch normalisation by the statistics of the batch itself, with the gradient that flows through them.
 *
 * Mean and deviation come in as separate values so that running statistics can share them. No gradient is given
 * to them: the gradient of the image already contains their part.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { elements } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { add } from './add.ts';
import { sumTo } from './broadcast.ts';
import { multiply } from './multiply.ts';
import { notBefore } from './notBefore.ts';
import { scale } from './scale.ts';

/** The operation; see `batchNormalise`. */
export const batchNormaliseOp: Op<null> = {
  name: 'batchNormalise',
  shape: ([image]) => image!,
  gradient({ inputs: [image, centred, inverse, gamma, beta], outputGradient: d, needs }) {
    const row = gamma!.shape;
    const betaGradient = sumTo(d, row);
    const gammaGradient = multiply(inverse!, sumTo(multiply(d, centred!), row));
    const slope = multiply(gamma!, inverse!);
    const imageGradient = (): Tensor => {
      const share = row[1]! / elements(image!.shape);
      const alongCentred = scale(multiply(multiply(slope, inverse!), gammaGradient), -share);
      const constantPart = scale(multiply(slope, betaGradient), -share);
      return add(multiply(d, slope), add(multiply(centred!, alongCentred), constantPart));
    };
    return [
      needs(0) ? imageGradient() : undefined,
      undefined,
      undefined,
      needs(3) ? gammaGradient : undefined,
      beta && needs(4) ? betaGradient : undefined,
    ];
  },
  recompute({ inputs: [image, centred, inverse, gamma, beta] }, after) {
    const late = { gamma: notBefore(gamma!, after), beta: beta! };
    return batchNormalise(image!, { centred: centred!, inverse: inverse! }, late);
  },
  lower: {
    gemm({ emit, value }) {
      const slope = emit.node('Mul', [value(3), value(2)]);
      return emit.node('Add', [emit.node('Mul', [value(1), slope]), value(4)]);
    },
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
  return apply(
    batchNormaliseOp,
    [image, statistics.centred, statistics.inverse, affine.gamma, affine.beta],
    null,
  );
}
