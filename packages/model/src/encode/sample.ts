/**
 * One slice of one patient as an encoder sees it, and how its grey pixels become the channels of a network.
 */
import type { GreyInput } from '@mriscore/engine';

/** One slice of one patient. */
export interface Sample {
  readonly patient: string;
  /** Place of the slice in the set of the protocol. */
  readonly slice: number;
  /** sizePx x sizePx values, row by row. */
  readonly pixels: Float32Array;
}

/** A slice whose patient's target is known, to learn from. */
export interface LabelledSample extends Sample {
  readonly target: 0 | 1;
}

/**
 * Copies grey pixels into the three channels that a network trained on photographs expects.
 *
 * @param images All images of a batch, [batch, sizePx, sizePx, 3].
 * @param pixels One image.
 * @param to Its place in the batch, and what the network wants of a grey value in each channel.
 */
export function fillGrey(
  images: Float32Array,
  pixels: Float32Array,
  { place, input }: { readonly place: number; readonly input: GreyInput },
): void {
  const [gain0, gain1, gain2] = input.gain;
  const [offset0, offset1, offset2] = input.offset;
  let at = place * pixels.length * 3;
  for (const value of pixels) {
    images[at] = value * gain0 + offset0;
    images[at + 1] = value * gain1 + offset1;
    images[at + 2] = value * gain2 + offset2;
    at += 3;
  }
}

/**
 * The slices of one patient's crop of one sequence.
 *
 * @param patient Who it is.
 * @param pixels slices x sizePx x sizePx values, slice by slice; the slices are views of them.
 * @param sizePx Edge of a slice.
 * @example
 * slicesOf('P1', new Float32Array(3 * 96 * 96), 96).length; // 3
 */
export function slicesOf(patient: string, pixels: Float32Array, sizePx: number): Sample[] {
  const area = sizePx * sizePx;
  return Array.from({ length: pixels.length / area }, (_, slice) => ({
    patient,
    slice,
    pixels: pixels.subarray(slice * area, (slice + 1) * area),
  }));
}
