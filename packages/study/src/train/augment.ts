/**
 * Varies the crops of a training in the ways the protocol allows, replayed from patient, slice and epoch.
 */
import type { Random } from '@mriscore/stats';
import type { AugmentOptions } from '@mriscore/volume';
import { applyAugmentation, planAugmentation } from '@mriscore/volume';
import type { Protocol } from '../protocol/schema.ts';
import type { Augment } from './samples.ts';

/** What the variation of a sample depends on. */
export interface AugmentContext {
  readonly sizePx: number;
  readonly sequence: string;
  readonly random: (...ids: readonly (string | number)[]) => Random;
}

function optionsOf(settings: Protocol['encoder']['augment'], sizePx: number): AugmentOptions {
  const { flip, rotateDegrees, scale, shift, intensity } = settings;
  return {
    flip: flip ? {} : false,
    affine: { probability: 1, rotateDegrees, scale, shiftPx: shift * sizePx },
    intensity: { probability: 1, gain: intensity, offset: intensity, gamma: 0 },
    elastic: false,
    biasField: false,
    noise: false,
  };
}

/** The variation that a protocol asks for. */
export function augmentBy(settings: Protocol['encoder']['augment'], context: AugmentContext): Augment {
  const { sizePx, sequence, random } = context;
  const options = optionsOf(settings, sizePx);
  return ({ patient, slice, pixels }, epoch) => {
    const plan = planAugmentation(options, random(sequence, epoch, patient, slice));
    return applyAugmentation({ data: pixels, slices: 1, sizePx }, plan).data;
  };
}
