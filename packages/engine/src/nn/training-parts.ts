/**
 * What every training program has behind its loss: the update of its parameters.
 *
 * Reads a loss and parameters, builds graph nodes. Knows nothing of which network they come from.
 */

import type { Tensor } from '../graph/operation.ts';
import { gradients } from '../ops/differentiate.ts';
import { input } from '../ops/leaves.ts';
import { type OptimiserUpdate, optimiserUpdate } from '../optimise/optimiser.ts';
import type { OptimiserOptions } from '../optimise/options.ts';
import type { Declared } from '../program/parameters.ts';

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
): OptimiserUpdate {
  const { trainable = () => true, optimiser } = options;
  const trained = declared.filter(({ spec }) => spec.role === 'parameter' && trainable(spec.name));
  const found = gradients(
    loss,
    trained.map(({ tensor }) => tensor),
  );
  const reached = trained.flatMap((parameter, index) => {
    const gradient = found[index];
    return gradient ? [{ parameter, gradient }] : [];
  });
  return optimiserUpdate(reached, input('learningRate', []), optimiser);
}
