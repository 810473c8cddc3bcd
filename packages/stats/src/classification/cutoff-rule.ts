/**
 * How a cut-off may be chosen.
 *
 * Names the rules and refuses others. Knows no scores.
 */
import { StatsError } from '../errors.ts';

/**
 * How a cut-off is chosen.
 *
 * `youden`: largest sensitivity + specificity. `closest-topleft`: smallest distance to (0, 1). `median`: median score,
 * labels unused. `sensitivityAtLeast` / `specificityAtLeast`: the cut-off with most of the other. `fixed`: set before.
 */
export type CutoffRule =
  | 'youden'
  | 'closest-topleft'
  | 'median'
  | { readonly sensitivityAtLeast: number }
  | { readonly specificityAtLeast: number }
  | { readonly fixed: number };

const RULE_NAMES: readonly string[] = ['youden', 'closest-topleft', 'median'];

const RULE_KEYS: readonly string[] = ['sensitivityAtLeast', 'specificityAtLeast', 'fixed'];

/** Refuses a rule that is not known. StatsError `classification/cutoff`. */
export function requireRule(rule: CutoffRule): void {
  const isKnown =
    typeof rule === 'string'
      ? RULE_NAMES.includes(rule)
      : typeof rule === 'object' &&
        rule !== null &&
        Object.keys(rule).length === 1 &&
        RULE_KEYS.includes(Object.keys(rule)[0]!);
  if (isKnown) return;
  throw new StatsError('classification/cutoff', {
    found: `Found the rule ${JSON.stringify(rule)}.`,
    needed: `Needed one of ${RULE_NAMES.join(', ')} or an object with one of ${RULE_KEYS.join(', ')}.`,
    remedy: 'Correct the rule.',
  });
}
