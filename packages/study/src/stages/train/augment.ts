/**
 * Varies the crops of a training in the ways the protocol allows, replayed from patient, slice and epoch.
 *
 * What is done to a crop is one JSON record of `@mriscore/volume`; here is only how a protocol asks for it.
 */
import type { Random } from '@mriscore/stats';
import type { AugmentOptions, AugmentPlan } from '@mriscore/volume';
import { applyAugmentation, planAugmentation } from '@mriscore/volume';
import type { Protocol } from '../../protocol/schema.ts';
import type { Augment } from './samples.ts';

/** What the variation of a sample depends on. */
export interface AugmentContext {
  readonly sizePx: number;
  readonly sequence: string;
  readonly random: (...ids: readonly (string | number)[]) => Random;
}

/** Which crop, and when. */
export interface Occasion {
  readonly patient: string;
  readonly slice: number;
  readonly epoch: number;
}

/** Whether every kind is off, so that a crop looks the same in every epoch. */
export function isUnvaried(settings: Protocol['encoder']['augment']): boolean {
  return Object.values(settings).every((extent) => extent === false || extent === 0);
}

/** A kind that is off draws no random numbers, so that switching another on leaves it as it was. */
function optionsOf(settings: Protocol['encoder']['augment'], sizePx: number): AugmentOptions {
  const { flip, rotateDegrees, scale, shift, intensity, elastic, bias, noise } = settings;
  return {
    flip: flip ? {} : false,
    affine: { probability: 1, rotateDegrees, scale, shiftPx: shift * sizePx },
    elastic: elastic > 0 ? { probability: 1, shiftPx: elastic * sizePx } : false,
    biasField: bias > 0 ? { probability: 1, strength: bias } : false,
    intensity: { probability: 1, gain: intensity, offset: intensity, gamma: 0 },
    noise: noise > 0 ? { probability: 1, deviation: noise } : false,
  };
}

/**
 * What is done to one crop in one epoch: the same record whenever and wherever it is asked for.
 *
 * @example
 * planVariation(protocol.encoder.augment, context)({ patient: 'P007', slice: 0, epoch: 3 });
 */
export function planVariation(
  settings: Protocol['encoder']['augment'],
  { sizePx, sequence, random }: AugmentContext,
): (occasion: Occasion) => AugmentPlan {
  const options = optionsOf(settings, sizePx);
  return ({ patient, slice, epoch }) => planAugmentation(options, random(sequence, epoch, patient, slice));
}

/** The variation that a protocol asks for. */
export function augmentBy(settings: Protocol['encoder']['augment'], context: AugmentContext): Augment {
  const { sizePx } = context;
  const plan = planVariation(settings, context);
  return ({ patient, slice, pixels }, epoch) =>
    applyAugmentation({ data: pixels, slices: 1, sizePx }, plan({ patient, slice, epoch })).data;
}
