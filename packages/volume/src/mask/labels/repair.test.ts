import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { createGeometry } from '../../geometry/geometry.ts';
import { reorientMask } from '../../reorient/reorient.ts';
import type { Mask } from '../../volume.ts';
import { createMask } from './mask.ts';
import { applyGridRepair, planGridRepair } from './repair.ts';

const image = createGeometry({ size: [10, 8, 6], spacingMm: [1, 1, 3], originLpsMm: [5, 6, 7] });
const data = new Uint8Array(480);
for (let k = 1; k < 4; k++)
  for (let j = 2; j < 6; j++) for (let i = 1; i < 5; i++) data[i + 10 * (j + 8 * k)] = 1;
const mask = createMask({ geometry: image, data });
const at = (origin: [number, number, number]): Mask => ({
  ...mask,
  geometry: createGeometry({ size: [10, 8, 6], spacingMm: [1, 1, 3], originLpsMm: origin }),
});

describe('the repair of a mask on another grid', () => {
  it('is none when the grids are the same', () => {
    expect(planGridRepair(mask, image)).toBeNull();
  });

  it('reorders the same voxels without loss', () => {
    const flipped = reorientMask(mask, 'RAS');
    const plan = planGridRepair(flipped, image)!;
    expect(plan.repair).toBe('reorder');
    expect(applyGridRepair(flipped, image, plan)).toEqual(mask);
  });

  it('resamples other voxels by their place in the world', () => {
    const shifted = at([6, 6, 7]);
    const plan = planGridRepair(shifted, image)!;
    expect(plan).toMatchObject({ repair: 'resample', difference: { kind: 'shift' } });
    const repaired = applyGridRepair(shifted, image, plan);
    expect(repaired.data[2 + 10 * (2 + 8)]).toBe(1);
    expect(repaired.data[1 + 10 * (2 + 8)]).toBe(0);
  });

  it('adopts the voxels in order only when a person names it', () => {
    const lost = at([900, 900, 900]);
    const plan = planGridRepair(lost, image, 'adopt')!;
    expect(applyGridRepair(lost, image, plan)).toEqual(mask);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('is refused when it cannot be, or when nothing is left on the image', () => {
    expect(codeOf(() => planGridRepair(at([6, 6, 7]), image, 'reorder'))).toBe('mask/other-grid');
    const small = createMask({
      geometry: createGeometry({ size: [2, 2, 2] }),
      data: new Uint8Array(8).fill(1),
    });
    expect(codeOf(() => planGridRepair(small, image, 'adopt'))).toBe('mask/other-grid');
    const far = at([900, 900, 900]);
    expect(codeOf(() => applyGridRepair(far, image, planGridRepair(far, image)!))).toBe('mask/empty');
  });
});
