import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { createGeometry } from '../geometry/geometry.ts';
import { createMask } from '../mask/labels/mask.ts';
import { parseNifti } from '../nifti/parse.ts';
import type { Mask, Volume } from '../volume.ts';
import { transform } from './fourier.ts';
import itk from './itk-field.json' with { type: 'json' };
import { axisWeights, drawLattice, latticeFitter, refineLattice } from './lattice.ts';
import { applyN4, biasField, planN4 } from './n4.ts';

const even = (n: number): number[] => Array.from({ length: n }, (_, at) => at / (n - 1));
const axesOf = (n: number, spans: number) =>
  [axisWeights(even(n), spans), axisWeights(even(n), spans), axisWeights(even(n), spans)] as const;

describe('a spline lattice', () => {
  it('of equal coefficients is a constant field', () => {
    const field = drawLattice(
      { spans: [2, 2, 2], coefficients: new Float64Array(125).fill(3) },
      axesOf(7, 2),
    );
    for (const value of field) expect(value).toBeCloseTo(3, 12);
  });

  it('is the same field after it was refined', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 64, maxLength: 64 }),
        (values) => {
          const lattice = { spans: [1, 1, 1] as const, coefficients: Float64Array.from(values) };
          const coarse = drawLattice(lattice, axesOf(6, 1));
          const fine = drawLattice(refineLattice(refineLattice(lattice)), axesOf(6, 4));
          for (let at = 0; at < coarse.length; at++) expect(fine[at]).toBeCloseTo(coarse[at]!, 9);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('comes close to a smooth field on average, when what is missing is fitted again', () => {
    const axes = axesOf(12, 4);
    const all = new Uint8Array(12 ** 3).fill(1);
    const fit = latticeFitter(all, axes, [4, 4, 4]);
    const wanted = Float64Array.from(all, (_, at) => 2 + (at % 12) / 12 - Math.floor(at / 144) / 24);
    let field = new Float64Array(wanted.length);
    for (let round = 0; round < 12; round++) {
      const missing = drawLattice(fit(wanted.map((v, at) => v - field[at]!)), axes);
      field = field.map((v, at) => v + missing[at]!);
    }
    const mean = wanted.reduce((sum, v, at) => sum + Math.abs(field[at]! - v), 0) / wanted.length;
    expect(mean).toBeLessThan(0.1);
  });
});

describe('the Fourier transform', () => {
  it('comes back from its inverse and finds a wave', () => {
    const re = Float64Array.from({ length: 64 }, (_, at) => Math.cos((2 * Math.PI * 5 * at) / 64));
    const wave = transform({ re: Float64Array.from(re), im: new Float64Array(64) });
    expect(wave.re[5]).toBeCloseTo(32, 9);
    const back = transform(wave, true);
    for (let at = 0; at < 64; at++) expect(back.re[at]).toBeCloseTo(re[at]!, 12);
  });
});

const geometry = createGeometry({ size: [48, 48, 20], spacingMm: [4, 4, 5] });

/** Two tissues in a ball under a known smooth gradient. */
function phantom(strength: number): { scan: Volume<Float32Array>; mask: Mask; truth: Float32Array } {
  const data = new Float32Array(48 * 48 * 20);
  const truth = new Float32Array(data.length);
  const inside = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const [x, y, z] = [
      (at % 48) / 47 - 0.5,
      (Math.floor(at / 48) % 48) / 47 - 0.5,
      Math.floor(at / 2304) / 19 - 0.5,
    ];
    truth[at] = Math.exp(strength * (x + 0.5 * y * y - 0.7 * z));
    inside[at] = Math.hypot(x, y, z) < 0.45 ? 1 : 0;
    const tissue = Math.sin(9 * x) * Math.cos(11 * y) * Math.cos(7 * z) > 0.1 ? 200 : 100;
    data[at] = inside[at] === 1 ? truth[at]! * (tissue + 3 * Math.sin(at * 12.9898)) : 1;
  }
  return { scan: { geometry, data }, mask: createMask({ geometry, data: inside }), truth };
}

/** Spread of a ratio over its mean inside a mask. */
function spread(a: Float32Array, b: Float32Array, inside: Uint8Array): number {
  const ratios = Array.from(a, (v, at) => v / b[at]!).filter((_, at) => inside[at] === 1);
  const mean = ratios.reduce((s, v) => s + v, 0) / ratios.length;
  return Math.sqrt(ratios.reduce((s, v) => s + (v - mean) ** 2, 0) / ratios.length) / mean;
}

describe('the bias correction', () => {
  it('takes most of a known gradient off', () => {
    const { scan, mask, truth } = phantom(0.8);
    const field = biasField(geometry, planN4(scan, { within: mask }));
    const before = spread(truth, new Float32Array(truth.length).fill(1), mask.data);
    expect(spread(field.data, truth, mask.data)).toBeLessThan(before / 4);
  });

  it('leaves a scan without a gradient nearly alone', () => {
    const { scan, mask } = phantom(0);
    const field = biasField(geometry, planN4(scan, { within: mask }));
    expect(spread(field.data, new Float32Array(field.data.length).fill(1), mask.data)).toBeLessThan(0.02);
  });

  it('is the same from a plan that went through JSON', () => {
    const { scan, mask } = phantom(0.5);
    const plan = planN4(scan, { within: mask, levels: 2 });
    expect(applyN4(scan, JSON.parse(JSON.stringify(plan)))).toEqual(applyN4(scan, plan));
  });

  it('is refused without tissue, for another grid, and for settings that cannot be', () => {
    const { scan, mask } = phantom(0.5);
    const dark = { geometry, data: new Float32Array(scan.data.length).fill(-1) };
    expect(codeOf(() => planN4(dark, { within: mask }))).toBe('bias/region');
    expect(codeOf(() => planN4(scan, { within: mask, levels: 0 }))).toBe('bias/option');
    const plan = planN4(scan, { within: mask, levels: 1 });
    expect(codeOf(() => biasField(createGeometry({ size: [8, 8, 8] }), plan))).toBe('bias/option');
  });
});

const FOLDER = 'data/tcga_fg6692';

/** Pearson's correlation of the pairs, and the median of how far the first is from the second. */
function agreement(pairs: readonly (readonly [number, number])[]): { correlation: number; median: number } {
  const n = pairs.length;
  const mean = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)];
  const product = mean(([a, b]) => (a - x) * (b - y));
  const correlation = product / Math.sqrt(mean(([a]) => (a - x) ** 2) * mean(([, b]) => (b - y) ** 2));
  const away = pairs.map(([a, b]) => Math.abs(a / b - 1)).sort((a, b) => a - b);
  return { correlation, median: away[n >> 1]! };
}

describe.skipIf(isAbsent(FOLDER))('a real head (skipped where MRISCORE_SHARED has no data)', () => {
  it.each(['t1', 't1c', 't2', 'flair'] as const)('has the field that ITK finds in its %s', (name) => {
    const scan = parseNifti(readFileSync(reference(`${FOLDER}/${name}.nii.gz`)));
    const field = biasField(scan.geometry, planN4(scan)).data;
    const { correlation, median } = agreement(
      itk[name].map(([voxel, factor]) => [field[voxel!]!, factor!] as const),
    );
    console.info(
      `${name}: correlation ${correlation.toFixed(4)}, median difference ${(100 * median).toFixed(2)} %`,
    );
    expect(correlation).toBeGreaterThan(0.95);
    expect(median).toBeLessThan(0.05);
  });

  it('is corrected with a smooth field around 1', () => {
    const t1c = parseNifti(readFileSync(reference(`${FOLDER}/t1c.nii.gz`)));
    const { data } = biasField(t1c.geometry, planN4(t1c, { levels: 3 }));
    expect(data.every((v) => v > 0.1 && v < 10)).toBe(true);
  });
});
