/**
 * A network's first convolution (7x7, stride 2, few channels) as one of half the extent over four times the channels.
 *
 * Folding 2x2 pixels into channels makes gathered rows four times longer and the stride 1. Weights keep their own
 * shape outside: they are spread over the folded taps on the way in, and their gradient is gathered on the way out.
 */

import type { Emitter } from '../../graph/emitter.ts';
import type { Window } from './window.ts';

interface StemForm {
  readonly window: Window;
  readonly channels: number;
  readonly filters: number;
}

/**
 * Whether a convolution is folded.
 *
 * @param form Its geometry and channels.
 */
export function folds({ window, channels }: Pick<StemForm, 'window' | 'channels'>): boolean {
  const { height, width, kernel, stride } = window;
  return (
    stride === 2 && kernel % 2 === 1 && kernel > 1 && channels <= 4 && height % 2 === 0 && width % 2 === 0
  );
}

/**
 * Geometry after folding: the padding is already in the folded image.
 *
 * @param window Geometry before.
 */
export function foldedWindow({ batch, height, width, kernel, padding }: Window): Window {
  return {
    batch,
    height: height / 2 + padding,
    width: width / 2 + padding,
    kernel: (kernel + 1) / 2,
    stride: 1,
    padding: 0,
  };
}

/**
 * Name of the folded image, a matrix [N * (H/2+p) * (W/2+p), 4C] with channels in the order (row, column, channel).
 *
 * @param emit Where nodes go.
 * @param image Name of a matrix [N*H*W, C].
 * @param form Geometry.
 */
export function foldedImage(emit: Emitter, image: string, { window, channels }: StemForm): string {
  const { batch, height, width, padding: p } = window;
  const [rows, columns] = [height / 2 + p, width / 2 + p];
  const square = emit.node('Reshape', [image, emit.integers(batch, height, width, channels)]);
  const padded = emit.node('Pad', [square, emit.integers(0, p, p, 0, 0, p, p, 0)]);
  const cells = emit.node('Reshape', [padded, emit.integers(batch, rows, 2, columns, 2, channels)]);
  const turned = emit.node('Transpose', [cells], { perm: [0, 1, 3, 2, 4, 5] });
  return emit.node('Reshape', [turned, emit.integers(batch * rows * columns, 4 * channels)]);
}

/**
 * Name of the weights [k*k*C, O] spread over the folded taps.
 *
 * @param emit Where nodes go.
 * @param weights Name of the weights.
 * @param form Geometry.
 */
export function foldedWeights(emit: Emitter, weights: string, form: StemForm): string {
  const { kernel } = form.window;
  const { channels, filters } = form;
  const zeros = emit.constant(`zero row ${filters}`, () => ({
    dims: [1, filters],
    data: new Float32Array(filters),
  }));
  const rows = emit.constant(`folded taps ${kernel} ${channels}`, () => {
    const data = foldedTaps(kernel, channels);
    return { dims: [data.length], data };
  });
  return emit.node('Gather', [emit.node('Concat', [weights, zeros], { axis: 0 }), rows], { axis: 0 });
}

/**
 * Name of a gradient over folded taps brought back to [k*k*C, O].
 *
 * @param emit Where nodes go.
 * @param gradient Name of the gradient over folded taps.
 * @param form Geometry.
 */
export function unfoldedGradient(emit: Emitter, gradient: string, form: StemForm): string {
  const { kernel } = form.window;
  const count = kernel * kernel * form.channels;
  const rows = emit.constant(`unfolded taps ${kernel} ${form.channels}`, () => {
    const data = new Int32Array(count);
    foldedTaps(kernel, form.channels).forEach((own, folded) => {
      if (own < count) data[own] = folded;
    });
    return { dims: [count], data };
  });
  return emit.node('Gather', [gradient, rows], { axis: 0 });
}

/** For every row of the folded weights, the row of the own weights, or the row count where there is none. */
function foldedTaps(kernel: number, channels: number): Int32Array {
  const half = (kernel + 1) / 2;
  const rows = new Int32Array(half * half * 4 * channels).fill(kernel * kernel * channels);
  for (let row = 0; row < rows.length; row++) {
    const channel = row % channels;
    const cell = Math.floor(row / channels);
    const [b, a] = [cell % 2, Math.floor(cell / 2) % 2];
    const [u, v] = [2 * Math.floor(cell / 4 / half) + a, 2 * (Math.floor(cell / 4) % half) + b];
    if (u < kernel && v < kernel) rows[row] = (u * kernel + v) * channels + channel;
  }
  return rows;
}
