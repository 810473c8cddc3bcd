/**
 * Removes the shift and spread that a scanner or centre adds to features, and nothing that a covariate explains.
 *
 * Learns from training patients and is applied to others of the same batches; a batch that was not seen is refused,
 * since nothing is known of it. Knows nothing of images.
 */
import { checkOptions } from '../options.ts';
import type { Fitted, FoldFitted, JsonValue } from '../types.ts';
import { applyLearnt, type Harmonised } from './apply.ts';
import type { CombatOptions } from './batches.ts';
import { learnBatches } from './learn.ts';
import type { CombatRows } from './rows.ts';

const DEFAULTS = Object.freeze({ parametric: true, meanOnly: false, reference: null });

/**
 * ComBat as a step that learns within a fold. Applied to the training patients it gives what R's `sva::ComBat` gives.
 *
 * A feature that takes one value only within some batch is left as it is, as sva does; `record` lists it as null.
 *
 * @throws StatsError `harmonise/batch` for fewer than two batches, a batch of one patient, or, in `apply`, a batch that
 * was not seen; `harmonise/confounded` when batches determine a covariate; `harmonise/no-variance`; `input/*`.
 * @example
 * const step = combat().fit({ features: [[1, 2, 5, 6.5], [0, 1, 4, 9]], batch: ['A', 'A', 'B', 'B'] });
 * step.apply({ features: [[3], [2]], batch: ['B'] });
 * @see Johnson, Li and Rabinovic, Biostatistics 8 (2007) 118-127; Fortin et al., NeuroImage 161 (2017) 149-170.
 */
export function combat(options: CombatOptions = {}): FoldFitted<CombatRows, Harmonised> {
  const filled = checkOptions(options, DEFAULTS);
  return {
    fit(training): Fitted<CombatRows, Harmonised> {
      const learnt = learnBatches(training, filled);
      return {
        apply: (rows) => applyLearnt(learnt, rows),
        record: { step: 'combat', ...filled, learnt: learnt as unknown as JsonValue },
      };
    },
  };
}
