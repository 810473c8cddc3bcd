/**
 * The frames of a SEG object: one for each slice that a label is drawn on, a bit for each voxel.
 */
import { VolumeError } from '../../errors.ts';
import type { Label, Mask } from '../../volume.ts';

/** Frames in the order in which they are written: by segment, then by slice. */
export interface FramePlan {
  readonly segment: number;
  readonly label: Label;
  readonly slice: number;
}

/**
 * Which frames a mask becomes.
 *
 * @throws VolumeError `seg/empty` when no voxel of a label is drawn.
 */
export function planFrames(mask: Mask, labels: readonly Label[]): FramePlan[] {
  const [columns, rows, slices] = mask.geometry.size;
  const plans = labels.flatMap((label, n) =>
    Array.from({ length: slices }, (_, slice) => ({ segment: n + 1, label, slice })).filter(({ slice }) =>
      mask.data.subarray(slice * columns * rows, (slice + 1) * columns * rows).includes(label.value),
    ),
  );
  if (plans.length === 0) {
    throw new VolumeError('seg/empty', {
      found: 'Found no voxel above 0 in the mask.',
      needed: 'At least one voxel is needed in a segmentation.',
      remedy: 'Draw the mask before exporting it.',
    });
  }
  return plans;
}

/** Bits of all frames, packed without gaps, lowest bit first. */
export function packBits(mask: Mask, plans: readonly FramePlan[]): Uint8Array {
  const perSlice = mask.geometry.size[0] * mask.geometry.size[1];
  const packed = new Uint8Array(Math.ceil((perSlice * plans.length) / 8));
  plans.forEach(({ label, slice }, frame) => {
    for (let n = 0; n < perSlice; n++) {
      if (mask.data[slice * perSlice + n] !== label.value) continue;
      const at = frame * perSlice + n;
      packed[at >>> 3]! |= 1 << (at & 7);
    }
  });
  return packed;
}
