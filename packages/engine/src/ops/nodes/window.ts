/**
 * Which pixels a convolution's window touches, as index lists for gathering rows of a matrix of pixels.
 *
 * Reads the geometry of a convolution, gives index arrays. Knows nothing of ONNX.
 */

/** Geometry of a convolution over images of one size; extents in pixels. */
export interface Window {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/**
 * Extent of a convolution's output along one axis.
 *
 * @param extent Extent of the input in pixels.
 * @param window Kernel, stride and padding.
 */
export function outputExtent(extent: number, window: Pick<Window, 'kernel' | 'stride' | 'padding'>): number {
  return Math.floor((extent + 2 * window.padding - window.kernel) / window.stride) + 1;
}

/**
 * For every output pixel and every tap, the input pixel that the tap reads; outside the image the number of pixels, where
 * the caller puts a row of zeros.
 *
 * @param window Geometry.
 * @param reversed Whether taps run backwards, as the gradient with respect to the input needs.
 * @returns batch * outputs * kernel^2 rows, taps fastest.
 */
export function tapRows(window: Window, reversed = false): Int32Array {
  const { batch, height, width, kernel, stride, padding } = window;
  const [rows, columns] = [outputExtent(height, window), outputExtent(width, window)];
  const taps = kernel * kernel;
  const indices = new Int32Array(batch * rows * columns * taps).fill(batch * height * width);
  for (let output = 0; output < batch * rows * columns; output++) {
    const n = Math.floor(output / (rows * columns));
    const [oy, ox] = [Math.floor(output / columns) % rows, output % columns];
    for (let tap = 0; tap < taps; tap++) {
      const used = reversed ? taps - 1 - tap : tap;
      const y = oy * stride - padding + Math.floor(used / kernel);
      const x = ox * stride - padding + (used % kernel);
      if (y >= 0 && x >= 0 && y < height && x < width)
        indices[output * taps + tap] = (n * height + y) * width + x;
    }
  }
  return indices;
}

/**
 * For every input pixel, the (output pixel, tap) pairs that read it, as several lists of one entry a pixel.
 *
 * Adding the gathered lists is the transpose of `tapRows`. Where a pixel has fewer readers than lists, the entry
 * is the row count itself, where the caller puts a row of zeros.
 *
 * @param window Geometry.
 * @param perTap Whether rows are (output, tap) pairs; otherwise the output pixel alone.
 */
export function readerRows(window: Window, perTap: boolean): Int32Array[] {
  const { batch, height, width, kernel, stride, padding } = window;
  const [rows, columns] = [outputExtent(height, window), outputExtent(width, window)];
  const taps = kernel * kernel;
  const none = batch * rows * columns * (perTap ? taps : 1);
  const lists: Int32Array[] = [];
  const used = new Uint8Array(batch * height * width);
  for (let output = 0; output < batch * rows * columns; output++) {
    const n = Math.floor(output / (rows * columns));
    const [oy, ox] = [Math.floor(output / columns) % rows, output % columns];
    for (let tap = 0; tap < taps; tap++) {
      const y = oy * stride - padding + Math.floor(tap / kernel);
      const x = ox * stride - padding + (tap % kernel);
      if (y < 0 || x < 0 || y >= height || x >= width) continue;
      const pixel = (n * height + y) * width + x;
      const list = used[pixel]!;
      used[pixel] = list + 1;
      lists[list] ??= new Int32Array(batch * height * width).fill(none);
      lists[list][pixel] = perTap ? output * taps + tap : output;
    }
  }
  return lists;
}
