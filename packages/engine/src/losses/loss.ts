/**
 * Which loss a training program has, and the inputs that it asks for.
 *
 * Reads logits and a choice, declares inputs of the step and builds the loss. Knows nothing of networks.
 */

import { EngineError } from '../errors.ts';
import type { Tensor } from '../graph/operation.ts';
import { input } from '../ops/leaves.ts';
import { reshape } from '../ops/reshape.ts';
import { checkOptions } from '../options.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { focal } from './focal.ts';
import { ordinal } from './ordinal.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { coxPartialLikelihood, discreteTimeSurvival } from './survival.ts';

/**
 * A loss by name. `[inputs of a step]` are values of the batch, N rows.
 *
 * - `binary`: one logit; `labels` [N] 0 or 1, `sampleWeights` [N]. `positiveWeight` weighs positives, default 1.
 * - `categorical`: C logits; `labels` [N] class numbers, `sampleWeights` [N].
 * - `focal`: one logit; inputs as for binary. `focus` is how much easy rows fade, default 2.
 * - `ordinal`: K - 1 logits; `above` [N, K - 1] as `ordinalTargets` gives it, `sampleWeights` [N].
 * - `cox`: one logit; `atRisk` [N, N] and `events` [N] as `coxTargets` gives them.
 * - `discrete-time`: T logits; `survived` and `died` [N, T] as `discreteTimeTargets` gives them, `sampleWeights` [N].
 */
export type LossOptions =
  | { readonly kind: 'binary'; readonly positiveWeight?: number }
  | { readonly kind: 'categorical' }
  | { readonly kind: 'focal'; readonly focus?: number }
  | { readonly kind: 'ordinal' }
  | { readonly kind: 'cox' }
  | { readonly kind: 'discrete-time' };

const KIND = Object.freeze({ kind: undefined });

/** Settings of each loss with their defaults. */
const KNOWN: Readonly<Record<LossOptions['kind'], Readonly<Record<string, unknown>>>> = Object.freeze({
  binary: { ...KIND, positiveWeight: 1 },
  categorical: KIND,
  focal: { ...KIND, focus: 2 },
  ordinal: KIND,
  cox: KIND,
  'discrete-time': KIND,
});

const ONE_LOGIT: readonly LossOptions['kind'][] = ['binary', 'focal', 'cox'];

/**
 * The loss of a network's logits.
 *
 * @param logits Scores [N, outputs].
 * @param options Which loss. Default: binary for one output, categorical for several.
 * @returns Scalar.
 * @throws EngineError `options/unknown-key`; `model/spec` when the number of outputs does not fit the loss, or a setting is out of range.
 */
export function lossOfLogits(logits: Tensor, options?: LossOptions): Tensor {
  const [rows, outputs] = logits.shape as [number, number];
  const chosen: LossOptions = options ?? { kind: outputs === 1 ? 'binary' : 'categorical' };
  check(chosen, outputs);
  const weights = (): Tensor => input('sampleWeights', [rows]);
  const labels = (): Tensor => input('labels', [rows]);
  const column = (): Tensor => reshape(logits, [rows]);
  const table = (name: string): Tensor => input(name, [rows, outputs]);
  switch (chosen.kind) {
    case 'binary':
      return binaryCrossEntropy(
        column(),
        { labels: labels(), weights: weights() },
        {
          positiveWeight: chosen.positiveWeight ?? 1,
        },
      );
    case 'categorical':
      return softmaxCrossEntropy(logits, { labels: labels(), weights: weights() });
    case 'focal':
      return focal(column(), { labels: labels(), weights: weights() }, chosen.focus ?? 2);
    case 'ordinal':
      return ordinal(logits, { above: table('above'), weights: weights() });
    case 'cox':
      return coxPartialLikelihood(column(), {
        atRisk: input('atRisk', [rows, rows]),
        events: input('events', [rows]),
      });
    case 'discrete-time':
      return discreteTimeSurvival(logits, {
        survived: table('survived'),
        died: table('died'),
        weights: weights(),
      });
  }
}

function check(options: LossOptions, outputs: number): void {
  const { kind } = options;
  checkOptions<Readonly<Record<string, unknown>>>({ ...options }, KNOWN[kind]);
  if (ONE_LOGIT.includes(kind) && outputs !== 1)
    refuse(
      `the loss ${kind} on ${outputs} outputs`,
      'one output',
      'Set classes to 1, or choose another loss.',
    );
  if (kind === 'categorical' && outputs < 2)
    refuse('the loss categorical on one output', 'at least two outputs', 'Set classes, or choose binary.');
  const number = kind === 'binary' ? options.positiveWeight : kind === 'focal' ? options.focus : undefined;
  if (number !== undefined && !(number >= 0 && Number.isFinite(number)))
    refuse(`${number} as setting of the loss ${kind}`, 'a number of at least 0', 'Correct the loss.');
}

function refuse(found: string, needed: string, remedy: string): never {
  throw new EngineError('model/spec', { found: `Found ${found}.`, needed: `Needed ${needed}.`, remedy });
}
