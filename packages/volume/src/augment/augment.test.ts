import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import type { Crop } from '../crop/crop-set.ts';
import type { RandomNumbers } from '../volume.ts';
import { type AugmentPlan, applyAugmentation, planAugmentation } from './augment.ts';
import type { AugmentStep } from './step.ts';

/** A small seeded generator for these tests. */
function seeded(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, integer: (n) => Math.floor(uniform() * n) };
}

function crop(sizePx = 16, slices = 3): Crop {
  const data = Float32Array.from(
    { length: slices * sizePx * sizePx },
    (_, at) => Math.sin(at * 0.7) + at / 1000,
  );
  return { data, slices, sizePx };
}

const run = (input: Crop, ...steps: AugmentStep[]): Float32Array =>
  applyAugmentation(input, { kind: 'augment', steps }).data;
const flip = (alongI: boolean, alongJ: boolean): AugmentStep => ({ name: 'flip', alongI, alongJ });
const turn = (rotateDegrees: number, scale = 1, shiftPx: [number, number] = [0, 0]): AugmentStep => ({
  name: 'affine',
  rotateDegrees,
  scale,
  shiftPx,
});

describe('an augmentation', () => {
  it('is one JSON record that gives the same pixels again', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const plan = planAugmentation({}, seeded(seed));
        expect(planAugmentation({}, seeded(seed))).toEqual(plan);
        const again: AugmentPlan = JSON.parse(JSON.stringify(plan));
        expect(applyAugmentation(crop(), again)).toEqual(applyAugmentation(crop(), plan));
      }),
    );
  });

  it('leaves its input as it is and the result finite', () => {
    const always = { probability: 1 };
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = crop();
        const plan = planAugmentation(
          { affine: always, elastic: always, biasField: always, intensity: always, noise: always },
          seeded(seed),
        );
        const out = applyAugmentation(input, plan);
        expect(input).toEqual(crop());
        expect(out.data).not.toBe(input.data);
        expect(out.data.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('without steps changes nothing', () => {
    expect(run(crop())).toEqual(crop().data);
  });

  it('leaves out what is set to false and draws what has chance 1', () => {
    const plan = planAugmentation(
      {
        flip: false,
        affine: { probability: 1 },
        elastic: false,
        biasField: false,
        intensity: false,
        noise: false,
      },
      seeded(1),
    );
    expect(plan.steps.map((step) => step.name)).toEqual(['affine']);
  });

  it('is refused for unknown options and numbers out of range', () => {
    expect(codeOf(() => planAugmentation({ rotate: {} } as object, seeded(1)))).toBe('options/unknown-key');
    expect(codeOf(() => planAugmentation({ affine: { angle: 3 } as object }, seeded(1)))).toBe(
      'options/unknown-key',
    );
    expect(codeOf(() => planAugmentation({ noise: { probability: 1.5 } }, seeded(1)))).toBe('augment/option');
    expect(codeOf(() => planAugmentation({ noise: { deviation: -1 } }, seeded(1)))).toBe('augment/option');
    expect(codeOf(() => planAugmentation({ elastic: { gridPoints: 2 } }, seeded(1)))).toBe('augment/option');
    expect(codeOf(() => run({ data: new Float32Array(10), slices: 1, sizePx: 4 }))).toBe('augment/shape');
  });
});

describe('mirroring', () => {
  it('is exact and undoes itself', () => {
    const input = crop();
    const once = run(input, flip(true, false));
    for (let x = 0; x < 16; x++) expect(once[x]).toBe(input.data[15 - x]);
    expect(run({ ...input, data: once }, flip(true, false))).toEqual(input.data);
    expect(run(input, flip(true, true))).toEqual(run({ ...input, data: once }, flip(false, true)));
  });
});

describe('turning, scaling and shifting', () => {
  it('by 90 degrees four times is exact enough to be the input', () => {
    const input = crop();
    const out = run(input, turn(90), turn(90), turn(90), turn(90));
    for (let at = 0; at < out.length; at++) expect(out[at]).toBeCloseTo(input.data[at]!, 3);
  });

  it('by 90 degrees brings the i axis to the j axis', () => {
    const data = new Float32Array(81);
    data[7 + 9 * 4] = 1;
    const out = run({ data, slices: 1, sizePx: 9 }, turn(90));
    expect(out[4 + 9 * 7]).toBeCloseTo(1, 5);
  });

  it('moves pixels by whole pixels exactly', () => {
    const input = crop();
    const out = run(input, turn(0, 1, [2, -1]));
    expect(out[5 + 16 * 6]).toBeCloseTo(input.data[3 + 16 * 7]!, 6);
  });

  it('enlarges with a scale above 1', () => {
    const data = new Float32Array(225).map((_, at) =>
      Math.hypot((at % 15) - 7, Math.floor(at / 15) - 7) < 4 ? 1 : 0,
    );
    const area = (pixels: Float32Array): number => pixels.reduce((a, b) => a + b, 0);
    expect(area(run({ data, slices: 1, sizePx: 15 }, turn(0, 1.3))) / area(data)).toBeCloseTo(1.69, 0);
  });

  it('in two steps interpolates once', () => {
    const input = crop();
    const there = run(input, turn(20, 1.1, [1, 2]), turn(0, 1, [3, 0]));
    const apart = run({ ...input, data: run(input, turn(20, 1.1, [1, 2])) }, turn(0, 1, [3, 0]));
    for (let y = 6; y < 10; y++)
      for (let x = 6; x < 10; x++) expect(there[x + 16 * y]).toBeCloseTo(apart[x + 16 * y]!, 4);
  });
});

describe('bending', () => {
  it('leaves the border in place', () => {
    const shiftsPx = Array.from({ length: 50 }, (_, at) =>
      [6, 7, 8, 11, 12, 13, 16, 17, 18].includes(at % 25) ? 3 : 0,
    );
    const input = crop();
    const out = run(input, { name: 'elastic', gridPoints: 5, shiftsPx });
    for (let x = 0; x < 16; x++) expect(out[x]).toBeCloseTo(input.data[x]!, 5);
    expect(out).not.toEqual(input.data);
  });
});

describe('brightness, noise and bias', () => {
  it('with gain 1, offset 0 and gamma 1 change nothing', () => {
    expect(run(crop(), { name: 'intensity', gain: 1, offset: 0, gamma: 1 })).toEqual(crop().data);
    expect(run(crop(), { name: 'noise', deviation: 0, seed: 4 })).toEqual(crop().data);
    const flat = run(crop(), { name: 'bias-field', coefficients: Array.from({ length: 9 }, () => 0) });
    for (let at = 0; at < flat.length; at++) expect(flat[at]).toBeCloseTo(crop().data[at]!, 5);
  });

  it('keep the ends of the range under a gamma', () => {
    const out = run(crop(), { name: 'intensity', gain: 1, offset: 0, gamma: 1.4 });
    expect(Math.min(...out)).toBeCloseTo(Math.min(...crop().data), 5);
    expect(Math.max(...out)).toBeCloseTo(Math.max(...crop().data), 5);
  });

  it('add noise with the stated deviation, mean 0, and another for another seed', () => {
    const zero: Crop = { data: new Float32Array(65_536), slices: 1, sizePx: 256 };
    const out = run(zero, { name: 'noise', deviation: 2, seed: 77 });
    const mean = out.reduce((a, b) => a + b, 0) / out.length;
    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.sqrt(out.reduce((a, b) => a + b * b, 0) / out.length)).toBeCloseTo(2, 1);
    expect(run(zero, { name: 'noise', deviation: 2, seed: 78 })).not.toEqual(out);
  });
});
