/**
 * The transformer that fuses the sequences, from its settings and the tokens it will see.
 *
 * Reads sizes, gives a specification. Knows nothing of weights.
 */
import type { FusionSpec } from '@mriscore/engine';
import type { Tokens } from './tokens.ts';

/** What a person chooses of a fusion. */
export type FusionSettings = Pick<FusionSpec, 'width' | 'layers' | 'heads' | 'feedForward' | 'dropout'>;

/**
 * The fusion of some tokens: norms before each part, one logit out.
 *
 * @param settings What was chosen.
 * @param tokens Gives the number of sequences, of slices and of features a token.
 */
export function fusionNetwork(settings: FusionSettings, tokens: Omit<Tokens, 'patients'>): FusionSpec {
  const { width, layers, heads, feedForward, dropout } = settings;
  const shape = { sequences: tokens.sequences.length, slices: tokens.slices, features: tokens.width };
  return { ...shape, width, layers, heads, feedForward, dropout, norm: 'pre', classes: 1 };
}
