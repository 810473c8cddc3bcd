/**
 * A random variation of a crop for training: decided once as one JSON record, replayed from it exactly.
 *
 * Works on slices x size x size Float32 crops, every slice alike. Knows nothing of models, epochs or seeds: the
 * randomness comes in.
 */
import type { Crop } from '../crop/crop-set.ts';
import { VolumeError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { RandomNumbers } from '../volume.ts';
import { AFFINE_DEFAULTS, type AffineOptions, planAffine } from './affine.ts';
import { applyBiasField, BIAS_FIELD_DEFAULTS, type BiasFieldOptions, planBiasField } from './bias-field.ts';
import { ELASTIC_DEFAULTS, type ElasticOptions, planElastic } from './elastic.ts';
import { FLIP_DEFAULTS, type FlipOptions, planFlip } from './flip.ts';
import { applyIntensity, INTENSITY_DEFAULTS, type IntensityOptions, planIntensity } from './intensity.ts';
import { movePixels } from './move.ts';
import { applyNoise, NOISE_DEFAULTS, type NoiseOptions, planNoise } from './noise.ts';
import type { AugmentStep, SpatialStep } from './step.ts';

/** Which steps are drawn and how strong; `false` leaves a step out. Default: every step with its own defaults. */
export interface AugmentOptions {
  readonly flip?: Partial<FlipOptions> | false;
  readonly affine?: Partial<AffineOptions> | false;
  readonly elastic?: Partial<ElasticOptions> | false;
  readonly biasField?: Partial<BiasFieldOptions> | false;
  readonly intensity?: Partial<IntensityOptions> | false;
  readonly noise?: Partial<NoiseOptions> | false;
}

/** What is done to one crop; plain JSON. No steps: nothing. */
export interface AugmentPlan {
  readonly kind: 'augment';
  readonly steps: readonly AugmentStep[];
}

/** The steps in the order in which they are drawn and applied. */
const PLANNERS = {
  flip: planFlip,
  affine: planAffine,
  elastic: planElastic,
  biasField: planBiasField,
  intensity: planIntensity,
  noise: planNoise,
} as const;

/** Every option of each step. */
const KNOWN: Readonly<Record<keyof typeof PLANNERS, object>> = {
  flip: FLIP_DEFAULTS,
  affine: AFFINE_DEFAULTS,
  elastic: ELASTIC_DEFAULTS,
  biasField: BIAS_FIELD_DEFAULTS,
  intensity: INTENSITY_DEFAULTS,
  noise: NOISE_DEFAULTS,
};

/**
 * Draws what is done to one crop.
 *
 * @param rng For the same numbers in every run, keyed by seed, epoch and sample.
 * @throws VolumeError `options/unknown-key` for an unknown option, `augment/option` for a number out of range.
 * @example const plan = planAugmentation({ elastic: false }, random(seed, 'augment', epoch, patient));
 */
export function planAugmentation(options: AugmentOptions, rng: RandomNumbers): AugmentPlan {
  checkOptions(options, KNOWN);
  const steps: AugmentStep[] = [];
  for (const name of Object.keys(PLANNERS) as (keyof typeof PLANNERS)[]) {
    const chosen = options[name] ?? {};
    if (chosen === false) continue;
    checkOptions<object>(chosen, KNOWN[name]);
    const step = PLANNERS[name](chosen, rng);
    if (step !== undefined) steps.push(step);
  }
  return { kind: 'augment', steps };
}

/** Consecutive spatial steps share one interpolation. */
function applyStep(data: Float32Array, sizePx: number, step: Exclude<AugmentStep, SpatialStep>): void {
  switch (step.name) {
    case 'intensity':
      applyIntensity(data, step);
      break;
    case 'noise':
      applyNoise(data, step);
      break;
    case 'bias-field':
      applyBiasField(data, sizePx, step);
      break;
    default:
      step satisfies never;
  }
}

const isSpatial = (step: AugmentStep): step is SpatialStep =>
  step.name === 'flip' || step.name === 'affine' || step.name === 'elastic';

/**
 * The crop after the planned steps. The input is left as it is.
 *
 * @throws VolumeError `augment/shape` when the data is not slices x sizePx x sizePx.
 * @example const varied = applyAugmentation(crop, plan);
 */
export function applyAugmentation(crop: Crop, plan: AugmentPlan): Crop {
  const { slices, sizePx } = crop;
  if (crop.data.length !== slices * sizePx * sizePx || sizePx < 2) {
    throw new VolumeError('augment/shape', {
      found: `Found ${crop.data.length} pixels for ${slices} slices of ${sizePx} x ${sizePx}.`,
      needed: 'One number for each pixel and at least 2 pixels a side are needed.',
      remedy: 'Give the crop as applyCrop made it.',
    });
  }
  let data = crop.data;
  let waiting: SpatialStep[] = [];
  const move = (): void => {
    if (waiting.length > 0) data = movePixels(data, sizePx, waiting);
    waiting = [];
  };
  for (const step of plan.steps) {
    if (isSpatial(step)) {
      waiting.push(step);
      continue;
    }
    move();
    if (data === crop.data) data = data.slice();
    applyStep(data, sizePx, step);
  }
  move();
  return { data: data === crop.data ? data.slice() : data, slices, sizePx };
}
