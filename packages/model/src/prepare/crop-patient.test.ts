import { createVolume, type Mask, reorient, reorientMask, type Volume } from '@mriscore/volume';
import { describe, expect, test } from 'vitest';
import { cropScan, planPatientCrop } from './crop-patient.ts';
import type { PreparationSettings } from './settings.ts';

const SETTINGS: PreparationSettings = {
  normalise: { method: 'z-score', region: 'image' },
  crop: { sizePx: 32, marginMm: 2, slices: [0, 1] },
};
const SIZE = [20, 24, 6] as const;
const GEOMETRY = { size: SIZE, indexToLpsMm: Float64Array.of(1, 0, 0, -10, 0, 1, 0, -12, 0, 0, 4, 5) };

/** A scan whose every voxel has a value of its own. */
function scan(): Volume {
  const count = SIZE[0] * SIZE[1] * SIZE[2];
  return createVolume(
    GEOMETRY,
    Float32Array.from({ length: count }, (_, index) => Math.sin(index * 1.7) * 100 + 300),
  );
}

/** A box of tumour, largest in slice 3. */
function mask(): Mask {
  const data = new Uint8Array(SIZE[0] * SIZE[1] * SIZE[2]);
  for (const [k, wide] of [
    [2, 4],
    [3, 6],
    [4, 5],
  ] as const) {
    for (let j = 8; j < 16; j += 1) for (let i = 6; i < 6 + wide; i += 1) data[i + 20 * (j + 24 * k)] = 1;
  }
  return { geometry: GEOMETRY, data, labels: [{ value: 1, name: 'tumour' }] };
}

function crop(image: Volume, tumour: Mask) {
  const { mask: grid, plan } = planPatientCrop(tumour, SETTINGS.crop);
  return cropScan(image, grid, { plan, settings: SETTINGS });
}

describe('the crop of a patient', () => {
  test('has the slices and the size of the protocol, and finite numbers', () => {
    const { pixels, record } = crop(scan(), mask());
    expect(pixels).toHaveLength(2 * 32 * 32);
    expect(pixels.every(Number.isFinite)).toBe(true);
    expect(record.resampled).toBe(false);
  });

  test.each(['RAS', 'PSR', 'AIL'])('is the same when the files are stored as %s', (letters) => {
    const turned = crop(reorient(scan(), letters), reorientMask(mask(), letters));
    const straight = crop(scan(), mask());
    expect(turned.pixels.length).toBe(straight.pixels.length);
    for (const [index, value] of straight.pixels.entries())
      expect(turned.pixels[index]).toBeCloseTo(value, 4);
  });

  test('does not change when the scanner gives the numbers another scale', () => {
    const image = scan();
    const scaled = createVolume(
      GEOMETRY,
      Float32Array.from(image.data, (value) => value * 7 + 50),
    );
    const [plain, other] = [crop(image, mask()), crop(scaled, mask())];
    for (const [index, value] of plain.pixels.entries()) expect(other.pixels[index]).toBeCloseTo(value, 3);
  });

  test('of a scan on another grid is taken on the grid of the mask, and that is recorded', () => {
    const fine = {
      size: [40, 48, 6] as const,
      indexToLpsMm: Float64Array.of(0.5, 0, 0, -10.25, 0, 0.5, 0, -12.25, 0, 0, 4, 5),
    };
    const flat = Float32Array.from({ length: 40 * 48 * 6 }, (_, index) => index % 40);
    const { pixels, record } = crop(createVolume(fine, flat), mask());
    expect(record.resampled).toBe(true);
    expect(pixels).toHaveLength(2 * 32 * 32);
    // The values rise from right to left of the patient, so every row of the crop rises too.
    const row = pixels.subarray(16 * 32, 17 * 32);
    for (let place = 1; place < 32; place += 1) {
      expect(row[place] ?? 0).toBeGreaterThanOrEqual((row[place - 1] ?? 0) - 1e-4);
    }
  });

  test('starts at the slice with the largest tumour', () => {
    const image = createVolume(
      GEOMETRY,
      Float32Array.from({ length: 2880 }, (_, index) => Math.floor(index / 480)),
    );
    const { pixels } = crop(image, mask());
    const [first, second] = [pixels[16 * 32 + 16] ?? 0, pixels[1024 + 16 * 32 + 16] ?? 0];
    expect(second).toBeGreaterThan(first);
  });

  test('of a scan without any contrast is refused', () => {
    const flat = createVolume(GEOMETRY, new Float32Array(2880).fill(5));
    expect(() => crop(flat, mask())).toThrow(expect.objectContaining({ name: 'VolumeError' }));
  });
});

describe('a scan that is prepared further', () => {
  const size = [48, 48, 24] as const;
  const geometry = { size, indexToLpsMm: Float64Array.of(4, 0, 0, -96, 0, 4, 0, -96, 0, 0, 6, -72) };
  /** A head of three tissues, shifted by some mm and shaded along i. */
  const head = (shiftMm: number, shade: number): Volume => {
    const data = new Float32Array(48 * 48 * 24);
    for (let at = 0; at < data.length; at += 1) {
      const [i, j, k] = [at % 48, Math.floor(at / 48) % 48, Math.floor(at / 2304)];
      const [x, y, z] = [4 * i - 94 - shiftMm, 4 * j - 94, 6 * k - 69];
      const inside = Math.hypot(x / 70, y / 80, z / 60) < 1;
      const tissue =
        Math.hypot(x - 20, y + 15, z) < 25 ? 400 : Math.sin(x / 9) * Math.cos(y / 11) > 0.2 ? 260 : 180;
      data[at] = (inside ? tissue : 4) * Math.exp((shade * x) / 90);
    }
    return createVolume(geometry, data);
  };
  const drawn = new Uint8Array(48 * 48 * 24);
  for (let k = 10; k < 14; k += 1)
    for (let j = 16; j < 24; j += 1) for (let i = 24; i < 34; i += 1) drawn[i + 48 * (j + 48 * k)] = 1;
  const tumour: Mask = { geometry, data: drawn, labels: [{ value: 1, name: 'tumour' }] };
  const cut = (scan: Volume, more: Partial<PreparationSettings>, drawnOn?: Volume) => {
    const settings: PreparationSettings = {
      normalise: { method: 'z-score', region: 'body' },
      crop: { sizePx: 32, marginMm: 8, slices: [0] },
      ...more,
    };
    const { mask: grid, plan } = planPatientCrop(tumour, settings.crop);
    return cropScan(scan, grid, { plan, settings, ...(drawnOn === undefined ? {} : { drawnOn }) });
  };
  const away = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;

  test('is brought back onto the scan of the mask, and how well it fits is recorded', () => {
    const [fixed, moved] = [head(0, 0), head(10, 0)];
    const wanted = cut(fixed, {}).pixels;
    const { pixels, record } = cut(moved, { register: 'rigid' }, fixed);
    expect(away(pixels, wanted)).toBeLessThan(away(cut(moved, {}).pixels, wanted) / 3);
    expect(record.registration?.informationAfter).toBeGreaterThan(
      record.registration?.informationBefore ?? 9,
    );
    expect(record.resampled).toBe(true);
  });

  test('stays where it is when it is the scan of the mask or the patient has none', () => {
    const fixed = head(0, 0);
    expect(cut(fixed, { register: 'rigid' }, fixed).record).not.toHaveProperty('registration');
    expect(cut(fixed, { register: 'rigid' }).record.registration).toBeNull();
  });

  test('loses its shading where the protocol asks for it, and the field is recorded', () => {
    const wanted = cut(head(0, 0), {}).pixels;
    const shaded = cut(head(0, 0.6), {}).pixels;
    const { pixels, record } = cut(head(0, 0.6), { biasCorrection: 'n4' });
    expect(away(pixels, wanted)).toBeLessThan(away(shaded, wanted));
    expect(record.bias?.kind).toBe('n4');
  });

  test('has no record of steps that were not asked for', () => {
    expect(Object.keys(cut(head(0, 0), {}).record)).toEqual(['resampled', 'normalise']);
  });
});
