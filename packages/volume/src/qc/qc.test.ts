import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { createGeometry } from '../geometry/geometry.ts';
import { createMask } from '../mask/labels/mask.ts';
import { parseNifti } from '../nifti/parse.ts';
import { reorient } from '../reorient/reorient.ts';
import type { Volume } from '../volume.ts';
import { fingerprint, likeness } from './fingerprint.ts';
import { assessImage, contrastUptake, coverageOf } from './image.ts';

const geometry = createGeometry({ size: [48, 48, 8], spacingMm: [4, 4, 5] });

/** A disc of tissue with magnitude noise of a deviation, and ghosts of a strength along j. */
function scan(options: {
  noise: number;
  ghost?: number;
  gain?: number;
  texture?: number;
}): Volume<Float32Array> {
  const data = new Float32Array(48 * 48 * 8);
  let state = 7;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 4294967297;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [(at % 48) - 23.5, (Math.floor(at / 48) % 48) - 23.5];
    const tissue =
      Math.hypot(x, y) < 13
        ? 200 + 40 * Math.sin(x * (options.texture ?? 0.5)) * Math.cos(y * 0.4 + at / 9000)
        : 0;
    const ghost = Math.abs(x) < 12 && Math.hypot(x, y) >= 13 ? (options.ghost ?? 0) : 0;
    data[at] =
      (options.gain ?? 1) * Math.hypot(tissue + ghost + options.noise * normal(), options.noise * normal());
  }
  return { geometry, data };
}

const tumour = createMask({
  geometry,
  data: new Uint8Array(48 * 48 * 8).map((_, at) =>
    at % 48 > 20 && at % 48 < 28 && Math.floor(at / 48) % 48 === 24 && at >= 2304 * 2 && at < 2304 * 5
      ? 1
      : 0,
  ),
});

describe('the figures of a scan', () => {
  it('give back the signal to noise it was made with', () => {
    expect(assessImage(scan({ noise: 10 })).signalToNoise.value! / 20).toBeCloseTo(1, 1);
    expect(assessImage(scan({ noise: 10, gain: 7 })).signalToNoise.value! / 20).toBeCloseTo(1, 1);
  });

  it('rise with ghosts along one axis', () => {
    const still = assessImage(scan({ noise: 10 })).ghostRatio.value!;
    expect(still).toBeGreaterThan(0.9);
    expect(still).toBeLessThan(1.1);
    expect(assessImage(scan({ noise: 10, ghost: 25 })).ghostRatio.value).toBeGreaterThan(1.5);
  });

  it('are null with a reason where the air was cut away', () => {
    expect(assessImage(scan({ noise: 0 })).signalToNoise).toEqual({
      value: null,
      reason: 'The air is 0 throughout: it was cut away.',
    });
  });

  it('rise with a slice that is darker than its neighbours', () => {
    const dark = scan({ noise: 5 });
    dark.data.subarray(2304 * 3, 2304 * 4).forEach((v, at, slice) => {
      slice[at] = v * 0.75;
    });
    expect(assessImage(dark).sliceVariation.value).toBeGreaterThan(
      3 * assessImage(scan({ noise: 5 })).sliceVariation.value!,
    );
  });

  it('name orientation and plane', () => {
    expect(assessImage(scan({ noise: 5 }))).toMatchObject({ orientation: 'LPS', plane: 'axial' });
  });
});

describe('the coverage of a tumour', () => {
  it('counts its slices and those to the end of the scan', () => {
    expect(coverageOf(scan({ noise: 5 }), tumour)).toEqual({
      slices: 3,
      slicesToEnd: 2,
      touchesBorder: false,
    });
  });
});

describe('the contrast uptake', () => {
  it('is how much brighter the tumour became against the body, whatever the gain', () => {
    const after = scan({ noise: 0.001, gain: 3 });
    after.data.forEach((v, at) => {
      if (tumour.data[at] === 1) after.data[at] = v * 1.5;
    });
    expect(contrastUptake({ before: scan({ noise: 0.001 }), after, mask: tumour }).value).toBeCloseTo(1.5, 1);
    const other = createMask({ geometry: createGeometry({ size: [48, 48, 8] }), data: tumour.data });
    expect(codeOf(() => contrastUptake({ before: after, after, mask: other }))).toBe('mask/other-grid');
  });
});

describe('the marks of a scan', () => {
  it('are equal for the same voxels, and alike for a rescaled or reordered copy', () => {
    const a = scan({ noise: 5 });
    expect(fingerprint(scan({ noise: 5 }))).toEqual(fingerprint(a));
    expect(likeness(fingerprint(a), fingerprint(scan({ noise: 5, gain: 2 })))).toBeGreaterThan(0.999);
    expect(likeness(fingerprint(a), fingerprint(reorient(a, 'SRA')))).toBeGreaterThan(0.999);
    expect(fingerprint(a).exact).not.toBe(fingerprint(scan({ noise: 6 })).exact);
  });

  it('are less alike for another object', () => {
    expect(
      likeness(fingerprint(scan({ noise: 5 })), fingerprint(scan({ noise: 5, texture: 1.9 }))),
    ).toBeLessThan(0.995);
  });
});

const COHORT = 'data/tcga_lgg';
describe.skipIf(isAbsent(COHORT))('real patients (skipped where MRISCORE_SHARED has no data)', () => {
  it('are not taken for one another', () => {
    const folders = readdirSync(reference(COHORT)).filter((name) =>
      existsSync(reference(`${COHORT}/${name}/flair.nii.gz`)),
    );
    const marks = folders
      .slice(0, 8)
      .map((name) => fingerprint(parseNifti(readFileSync(reference(`${COHORT}/${name}/flair.nii.gz`)))));
    let most = 0;
    marks.forEach((a, n) => {
      for (const b of marks.slice(0, n)) most = Math.max(most, likeness(a, b));
    });
    console.info(`largest likeness of ${marks.length} different patients: ${most.toFixed(3)}`);
    expect(most).toBeLessThan(0.995);
  });
});
