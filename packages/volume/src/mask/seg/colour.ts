/**
 * Display colours between RGB (0 to 255) and the CIELab words of DICOM.
 *
 * Source: PS3.3 section C.10.7.1.1; sRGB with the D65 white point.
 */

type Rgb = readonly [red: number, green: number, blue: number];

const WHITE = [0.950456, 1, 1.088754] as const;
const TO_XYZ = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
] as const;
const FROM_XYZ = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const;

const KNEE = 6 / 29;
const bend = (t: number): number => (t > KNEE ** 3 ? Math.cbrt(t) : t / (3 * KNEE * KNEE) + 4 / 29);
const unbend = (t: number): number => (t > KNEE ? t ** 3 : 3 * KNEE * KNEE * (t - 4 / 29));
const toLinear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const fromLinear = (v: number): number => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

function multiply(m: readonly (readonly number[])[], v: readonly number[]): number[] {
  return m.map((row) => row.reduce((sum, factor, n) => sum + factor * v[n]!, 0));
}

const word = (v: number): number => Math.min(65_535, Math.max(0, Math.round(v)));

/** The three words of RecommendedDisplayCIELabValue of a colour. */
export function labFromRgb(rgb: Rgb): number[] {
  const linear = rgb.map((v) => toLinear(v / 255));
  const [x, y, z] = multiply(TO_XYZ, linear).map((v, n) => bend(v / WHITE[n]!));
  const [l, a, b] = [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
  return [word((l * 65_535) / 100), word(((a + 128) * 65_535) / 255), word(((b + 128) * 65_535) / 255)];
}

/** The colour of three words of RecommendedDisplayCIELabValue. */
export function rgbFromLab(words: readonly number[]): Rgb {
  const l = (words[0]! * 100) / 65_535;
  const [a, b] = [(words[1]! * 255) / 65_535 - 128, (words[2]! * 255) / 65_535 - 128];
  const y = (l + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map((v, n) => unbend(v) * WHITE[n]!);
  const [red, green, blue] = multiply(FROM_XYZ, xyz).map((v) =>
    Math.min(255, Math.max(0, Math.round(255 * fromLinear(Math.max(0, v))))),
  );
  return [red!, green!, blue!];
}
