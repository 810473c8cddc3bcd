/**
 * What every training program has behind its network: a loss and an update.
 *
 * Reads logits and parameters, builds graph nodes. Knows nothing of which network they come from.
 */

import { gradients } from '../graph/differentiate.ts';
import type { Tensor } from '../graph/operation.ts';
import { binaryCrossEntropy } from '../losses/binaryCrossEntropy.ts';
import { softmaxCrossEntropy } from '../losses/softmaxCrossEntropy.ts';
import type { Declared } from '../lower/lowered.ts';
import { input } from '../ops/leaves.ts';
import { reshape } from '../ops/reshape.ts';
import { optimiserUpdate } from '../optimise/optimiser.ts';
import type { OptimiserOptions } from '../optimise/options.ts';

/**
 * The loss of a network's logits against the batch's labels and weights.
 *
 * @param logits Scores [N, classes].
 * @param options Weight of positives; only one-logit networks use it.
 */
export function lossOf(logits: Tensor, options: { readonly positiveWeight?: number }): Tensor {
  const [rows, classes] = logits.shape as [number, number];
  const targets = { labels: input('labels', [rows]), weights: input('sampleWeights', [rows]) };
  if (classes > 1) return softmaxCrossEntropy(logits, targets);
  const { positiveWeight = 1 } = options;
  return binaryCrossEntropy(reshape(logits, [rows]), targets, { positiveWeight });
}

/**
 * The optimiser's update of every trainable parameter that the loss depends on.
 *
 * @param loss Scalar.
 * @param declared Everything the network asked for.
 * @param options Optimiser and which parameters change.
 */
export function updateOf(
  loss: Tensor,
  declared: readonly Declared[],
  options: { readonly optimiser: OptimiserOptions; readonly trainable?: (name: string) => boolean },
): ReturnType<typeof optimiserUpdate> {
  const { trainable = () => true, optimiser } = options;
  const trained = declared.filter(({ spec }) => spec.role === 'parameter' && trainable(spec.name));
  const found = gradients(
    loss,
    trained.map(({ tensor }) => tensor),
  );
  const slopes = trained.flatMap((parameter, index) => {
    const gradient = found[index];
    return gradient ? [{ parameter, gradient }] : [];
  });
  return optimiserUpdate(slopes, input('learningRate', []), optimiser);
}
