/**
 * What intensities would be without the blur that a bias field puts on their histogram.
 *
 * The histogram of log intensities is deconvolved with a Gaussian (a Wiener filter), and each value is replaced by
 * the one expected behind it.
 *
 * @see Sled, Zijdenbos, Evans, IEEE Trans Med Imaging 17 (1998) 87-97.
 */
import { type Complex, transform, transformReal } from './fourier.ts';

/** How the histogram is sharpened. */
export interface SharpenOptions {
  readonly bins: number;
  /** Full width at half maximum of the Gaussian, in log intensity. */
  readonly fullWidth: number;
  /** Noise of the Wiener filter. */
  readonly noise: number;
}

function histogramOf(
  values: Float64Array,
  bins: number,
): { counts: Float64Array; low: number; slope: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const slope = (high - low) / (bins - 1);
  const counts = new Float64Array(bins);
  for (let at = 0; at < values.length; at++) {
    const place = (values[at]! - low) / slope;
    const bin = Math.min(bins - 2, place | 0);
    counts[bin]! += 1 - (place - bin);
    counts[bin + 1]! += place - bin;
  }
  return { counts, low, slope };
}

const product = (a: Complex, b: Complex): Complex => ({
  re: a.re.map((v, at) => v * b.re[at]! - a.im[at]! * b.im[at]!),
  im: a.re.map((v, at) => v * b.im[at]! + a.im[at]! * b.re[at]!),
});

/** Value expected behind each bin of the padded histogram. */
function expectedBehind(
  padded: Float64Array,
  positions: Float64Array,
  { fullWidth, noise }: { fullWidth: number; noise: number },
): Float64Array {
  const n = padded.length;
  const factor = (4 * Math.log(2)) / (fullWidth * fullWidth);
  const scale = (2 * Math.sqrt(Math.log(2) / Math.PI)) / fullWidth;
  const blur = transformReal(
    Float64Array.from({ length: n }, (_, at) => scale * Math.exp(-factor * Math.min(at, n - at) ** 2)),
  );
  const power = blur.re.map((v, at) => v * v + blur.im[at]! * blur.im[at]! + noise);
  const undo: Complex = {
    re: blur.re.map((v, at) => v / power[at]!),
    im: blur.im.map((v, at) => -v / power[at]!),
  };
  const sharp = transform(product(transformReal(padded), undo), true).re.map((v) => Math.max(0, v));
  const blurred = (values: Float64Array): Float64Array =>
    transform(product(transformReal(values), blur), true).re;
  const numerator = blurred(sharp.map((v, at) => v * positions[at]!));
  const denominator = blurred(sharp);
  return numerator.map((v, at) =>
    Math.abs(denominator[at]!) > 1e-12 ? v / denominator[at]! : positions[at]!,
  );
}

/**
 * The values with their blur taken off.
 *
 * @param values Log intensities of the tissue. All equal is returned as it is.
 */
export function sharpen(values: Float64Array, options: SharpenOptions): Float64Array {
  const { bins } = options;
  const { counts, low, slope } = histogramOf(values, bins);
  if (!(slope > 0)) return values;
  const length = 2 ** (Math.ceil(Math.log2(bins)) + 1);
  const offset = Math.floor((length - bins) / 2);
  const padded = new Float64Array(length);
  padded.set(counts, offset);
  const positions = Float64Array.from({ length }, (_, at) => low + (at - offset) * slope);
  const expected = expectedBehind(padded, positions, {
    fullWidth: options.fullWidth / slope,
    noise: options.noise,
  });
  const sharp = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const place = (values[at]! - low) / slope;
    const bin = Math.min(bins - 2, place | 0);
    const [a, b] = [expected[bin + offset]!, expected[bin + 1 + offset]!];
    sharp[at] = a + (place - bin) * (b - a);
  }
  return sharp;
}
