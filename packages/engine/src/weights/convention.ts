/**
 * How a pretrained network wants its images: order of colours, range, what is subtracted and divided by.
 *
 * Reads a convention, gives how a grey crop becomes the network's three channels. Knows nothing of files or patients.
 */

import { EngineError } from '../errors.ts';
import { KERAS_MEANS_BGR } from './keras.ts';

/** Three numbers, one a channel, in the order of the channels that the network sees. */
export type PerChannel = readonly [first: number, second: number, third: number];

/** What a network was trained on: (colour * range - mean) / deviation, with colours from 0 to 1. */
export interface InputConvention {
  readonly channels: 'rgb' | 'bgr';
  /** Largest value of a colour before the mean is subtracted. */
  readonly range: 1 | 255;
  readonly mean: PerChannel;
  readonly deviation: PerChannel;
}

/** Mean and deviation of photographs, red, green and blue from 0 to 1. @see torchvision.models, "transforms". */
const PHOTOGRAPH_MEAN: PerChannel = Object.freeze([0.485, 0.456, 0.406]);
const PHOTOGRAPH_DEVIATION: PerChannel = Object.freeze([0.229, 0.224, 0.225]);

/** The convention of torchvision and timm. */
export const TORCHVISION_INPUT: InputConvention = Object.freeze({
  channels: 'rgb',
  range: 1,
  mean: PHOTOGRAPH_MEAN,
  deviation: PHOTOGRAPH_DEVIATION,
});

/** The convention of the first ResNet and of Keras ("caffe"): blue, green, red from 0 to 255, minus the means. */
export const KERAS_INPUT: InputConvention = Object.freeze({
  channels: 'bgr',
  range: 255,
  mean: KERAS_MEANS_BGR,
  deviation: Object.freeze([1, 1, 1] as const),
});

/** How one grey value becomes three channels: value * gain + offset in each. */
export interface GreyInput {
  readonly gain: PerChannel;
  readonly offset: PerChannel;
}

/** A grey value as it is in every channel: for weights that were drawn and never saw a photograph. */
export const PLAIN_GREY: GreyInput = Object.freeze({
  gain: Object.freeze([1, 1, 1] as const),
  offset: Object.freeze([0, 0, 0] as const),
});

/**
 * How grey crops are given to a network that was trained on photographs.
 *
 * @param convention What the network was trained on.
 * @param values What the crop's numbers are: `standardised` (mean 0 and deviation 1, taken as one deviation of
 *   photographs) or `unit` (black 0, white 1).
 * @returns gain and offset of each channel, in the network's order.
 * @example
 * greyInput(TORCHVISION_INPUT, 'standardised').gain; // [1, 1, 1]
 */
export function greyInput(convention: InputConvention, values: 'standardised' | 'unit'): GreyInput {
  const { channels, range, mean, deviation } = convention;
  const ordered = (rgb: PerChannel): PerChannel => (channels === 'rgb' ? rgb : [rgb[2], rgb[1], rgb[0]]);
  const middle = values === 'unit' ? ([0, 0, 0] as const) : ordered(PHOTOGRAPH_MEAN);
  const spread = values === 'unit' ? ([1, 1, 1] as const) : ordered(PHOTOGRAPH_DEVIATION);
  const each = (give: (channel: 0 | 1 | 2) => number): PerChannel => [give(0), give(1), give(2)];
  return {
    gain: each((c) => (spread[c] * range) / deviation[c]),
    offset: each((c) => (middle[c] * range - mean[c]) / deviation[c]),
  };
}

/**
 * Parses a convention that was written as JSON.
 *
 * @throws EngineError `weights/malformed`.
 */
export function parseConvention(text: string): InputConvention {
  const finite = (list: unknown): boolean =>
    Array.isArray(list) && list.length === 3 && list.every((value) => Number.isFinite(value));
  try {
    const value = JSON.parse(text) as InputConvention;
    const { channels, range, mean, deviation } = value;
    const known = (channels === 'rgb' || channels === 'bgr') && (range === 1 || range === 255);
    if (known && finite(mean) && finite(deviation) && deviation.every((spread) => spread > 0))
      return { channels, range, mean, deviation };
  } catch {
    // Falls through to the refusal, which says what was found.
  }
  throw new EngineError('weights/malformed', {
    found: `Found ${JSON.stringify(text.slice(0, 80))} as the description of a network's input.`,
    needed: 'Needed channels rgb or bgr, range 1 or 255, three means and three deviations above 0.',
    remedy: 'Import the weights again.',
  });
}
