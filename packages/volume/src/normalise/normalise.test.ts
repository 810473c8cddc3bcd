import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { createGeometry } from '../geometry/geometry.ts';
import { parseNifti } from '../nifti/parse.ts';
import type { Volume } from '../volume.ts';
import { findBody } from './body.ts';
import { fitNyul, NYUL_PERCENTS, nyulFromRecord, nyulLandmarks } from './nyul.ts';
import { intensityQuantile, otsuThreshold } from './quantile.ts';
import { applyPercentile, applyZScore, planPercentile, planZScore } from './scale.ts';

const geometry = createGeometry({ size: [20, 20, 5], spacingMm: [2, 2, 5] });

/** A bright disc with a dark hole and a speck of noise in dark air. */
function phantom(gain = 1, shift = 0): Volume<Float32Array> {
  const data = new Float32Array(2000);
  for (let at = 0; at < 2000; at++) {
    const [x, y] = [(at % 20) - 9.5, (Math.floor(at / 20) % 20) - 9.5];
    const away = Math.hypot(x, y);
    const tissue = away < 7 && away > 2 ? 100 + 20 * Math.sin(at) : 5 + 2 * Math.cos(at * 3);
    data[at] = (tissue + (at % 400 === 21 ? 100 : 0)) * gain + shift;
  }
  return { geometry, data };
}

describe('the body in a scan', () => {
  it('is the disc with its hole filled and without the specks', () => {
    const body = findBody(phantom());
    for (let at = 0; at < 2000; at++) {
      const away = Math.hypot((at % 20) - 9.5, (Math.floor(at / 20) % 20) - 9.5);
      expect(body.data[at]).toBe(away < 7 ? 1 : 0);
    }
  });

  it('does not depend on the scale of the intensities', () => {
    expect(findBody(phantom(7.3, -40)).data).toEqual(findBody(phantom()).data);
  });

  it('is refused when every voxel has one value', () => {
    expect(codeOf(() => findBody({ geometry, data: new Float32Array(2000) }))).toBe('normalise/constant');
  });
});

describe("Otsu's threshold", () => {
  it('lies between two heaps', () => {
    const counts = new Float64Array(10);
    counts.set([5, 9, 4, 0, 0, 0, 0, 3, 8, 2]);
    const threshold = otsuThreshold(counts, 0, 10);
    expect(threshold).toBeGreaterThanOrEqual(3);
    expect(threshold).toBeLessThanOrEqual(7);
  });
});

describe('a quantile', () => {
  it('lies linearly between neighbours, as in R and NumPy', () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 1].map((p) => intensityQuantile(sorted, p))).toEqual([1, 1.75, 3, 8]);
  });
});

describe('the z-score', () => {
  it('has mean 0 and deviation 1 where it was planned', () => {
    const scan = phantom(3, 50);
    const body = findBody(scan);
    const plan = planZScore(scan, { within: body });
    const inside = Array.from(applyZScore(scan, plan).data).filter((_, at) => body.data[at] === 1);
    const mean = inside.reduce((a, b) => a + b, 0) / inside.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(inside.reduce((a, b) => a + b * b, 0) / inside.length).toBeCloseTo(1, 5);
    expect(plan.voxels).toBe(inside.length);
    expect(planZScore(scan)).toEqual(plan);
  });

  it('does not depend on a gain and an offset of the scanner', () => {
    const a = applyZScore(phantom(), planZScore(phantom()));
    const b = applyZScore(phantom(4, 9), planZScore(phantom(4, 9)));
    for (let at = 0; at < 2000; at++) expect(b.data[at]).toBeCloseTo(a.data[at]!, 4);
  });

  it('is refused for a constant, an empty region, a voxel that is no number, and another grid', () => {
    expect(codeOf(() => planZScore({ geometry, data: new Float32Array(2000) }, { within: 'all' }))).toBe(
      'normalise/constant',
    );
    const none = { geometry, data: new Uint8Array(2000), labels: [] };
    expect(codeOf(() => planZScore(phantom(), { within: none }))).toBe('normalise/empty');
    const bad = phantom();
    bad.data[3] = Number.NaN;
    expect(codeOf(() => planZScore(bad))).toBe('volume/non-finite');
    const other = { ...none, geometry: createGeometry({ size: [20, 20, 5] }) };
    expect(codeOf(() => planZScore(phantom(), { within: other }))).toBe('geometry/other-grid');
  });
});

describe('the percentile scaling', () => {
  it('brings two percentiles to the ends and cuts what lies beyond', () => {
    const scan: Volume = {
      geometry: createGeometry({ size: [101, 1, 1] }),
      data: Int16Array.from({ length: 101 }, (_, at) => at),
    };
    const plan = planPercentile(scan, {
      within: 'all',
      lowerPercent: 10,
      upperPercent: 90,
      toLow: -1,
      toHigh: 1,
    });
    expect(plan).toMatchObject({ lower: 10, upper: 90 });
    const { data } = applyPercentile(scan, plan);
    expect([data[0], data[10], data[50], data[90], data[100]]).toEqual([-1, -1, 0, 1, 1]);
    expect(applyPercentile(scan, { ...plan, clip: false }).data[100]).toBeCloseTo(1.25, 6);
  });

  it('is refused for percentiles that do not ascend', () => {
    expect(codeOf(() => planPercentile(phantom(), { lowerPercent: 99, upperPercent: 1 }))).toBe(
      'normalise/option',
    );
  });
});

describe("Nyul's matching", () => {
  const rows = [phantom(), phantom(2, 10), phantom(0.5)].map((volume) => nyulLandmarks({ volume }));

  it('brings scans that differ by gain and offset to the same intensities', () => {
    const fitted = fitNyul(rows);
    const a = fitted.apply({ volume: phantom(5, 3) });
    const b = fitted.apply({ volume: phantom(0.3, -8) });
    for (let at = 0; at < 2000; at++) expect(b.data[at]).toBeCloseTo(a.data[at]!, 2);
  });

  it('puts the median of a scan on the learnt one', () => {
    const fitted = fitNyul(rows);
    const out = fitted.apply({ volume: phantom(5, 3) });
    const body = findBody(phantom(5, 3));
    const landmarks = nyulLandmarks({ volume: out, within: body });
    fitted.record.standard.forEach((value, at) => {
      expect(Math.abs(landmarks[at]! - value)).toBeLessThan(0.2);
    });
  });

  it('comes back from its record', () => {
    const fitted = fitNyul(rows);
    const again = nyulFromRecord(JSON.parse(JSON.stringify(fitted.record)));
    expect(again.apply({ volume: phantom() })).toEqual(fitted.apply({ volume: phantom() }));
    expect(fitted.record).toMatchObject({ kind: 'nyul', scans: 3 });
    expect(fitted.record.standard[0]).toBe(0);
    expect(fitted.record.standard.at(-1)).toBe(100);
  });

  it('keeps the order of intensities, also where landmarks coincide', () => {
    const scan = phantom();
    for (let at = 0; at < 900; at++) scan.data[at] = 0;
    const out = fitNyul(rows).apply({ volume: scan, within: 'all' });
    fc.assert(
      fc.property(fc.nat(1999), fc.nat(1999), (p, q) => {
        if (scan.data[p]! < scan.data[q]!) expect(out.data[p]).toBeLessThanOrEqual(out.data[q]! + 1e-4);
      }),
    );
  });

  it('is refused without rows or with rows that are no landmarks', () => {
    expect(codeOf(() => fitNyul([]))).toBe('normalise/landmarks');
    expect(codeOf(() => fitNyul([[1, 2, 3]]))).toBe('normalise/landmarks');
    expect(codeOf(() => fitNyul([NYUL_PERCENTS.map((p) => -p)]))).toBe('normalise/landmarks');
  });
});

const T1 = 'data/tcga_fg6692/t1.nii.gz';
describe.skipIf(isAbsent(T1))('the body in a real scan (skipped where MRISCORE_SHARED has no data)', () => {
  it('is a plausible share of a head scan', () => {
    const t1 = parseNifti(readFileSync(reference(T1)));
    const share = findBody(t1).data.reduce((sum, v) => sum + v, 0) / t1.data.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
  });
});
