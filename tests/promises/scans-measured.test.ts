import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf, expectSame, nifti, resultOf } from './answer.fixture.ts';
import { mriscore } from './command.ts';
import { ABSENT, filesIn, freshFolder, shared } from './scans.fixture.ts';

describe.skipIf(ABSENT)('register, n4 and radiomics on real files (need the reference folder)', () => {
  const [t1, t1c] = [shared('tcga_fg6692/t1.nii.gz'), shared('tcga_fg6692/t1c.nii.gz')];

  test('register gives a figure and a transform that gives the same file again', async () => {
    const out = freshFolder();
    const at = (name: string): string => join(out, name);
    for (const kind of ['tfm', 'json']) {
      const ended = await mriscore([
        'register',
        t1c,
        t1,
        at(`${kind}.nii.gz`),
        '--transform',
        at(`t.${kind}`),
        '--json',
      ]);
      expect(ended.code).toBe(0);
      const { plan } = resultOf(ended) as { plan: { informationBefore: number; informationAfter: number } };
      expect(plan.informationAfter).toBeGreaterThan(plan.informationBefore + 0.2);
      expect(
        (await mriscore(['register', t1c, t1, at(`${kind}-again.nii.gz`), '--apply', at(`t.${kind}`)])).code,
      ).toBe(0);
      expectSame(nifti(at(`${kind}.nii.gz`)), nifti(at(`${kind}-again.nii.gz`)));
    }
    expect(nifti(at('tfm.nii.gz')).geometry.size).toEqual([256, 224, 26]);
  });

  test('n4 divides the scan by the field it writes', async () => {
    const out = freshFolder();
    const ended = await mriscore([
      'n4',
      t1,
      join(out, 'n4.nii.gz'),
      '--field',
      join(out, 'f.nii.gz'),
      '--record',
      join(out, 'n4.json'),
      '--iterations',
      '10',
      '--json',
    ]);
    expect(ended.code).toBe(0);
    expect(resultOf(ended)).toMatchObject({ settings: { levels: 4, iterations: 10, within: 'tissue' } });
    const [scan, corrected, field] = [nifti(t1), nifti(join(out, 'n4.nii.gz')), nifti(join(out, 'f.nii.gz'))];
    const off = scan.data.findIndex(
      (value, n) => Math.abs(corrected.data[n]! * field.data[n]! - value) > 1e-3 * Math.max(1, value),
    );
    expect(off).toBe(-1);
  });

  test('radiomics gives the values of PyRadiomics, as a table, JSON and CSV', async () => {
    const files = [shared('pyradiomics/brain1_image.nrrd'), shared('pyradiomics/brain1_label.nrrd')];
    const { regions, settings } = resultOf(
      await mriscore(['radiomics', ...files, '--voxel-array-shift', '2000', '--json']),
    ) as {
      regions: { voxels: number; features: { name: string; ibsi: string | null; value: number }[] }[];
      settings: Record<string, unknown>;
    };
    const baseline = readFileSync(shared('pyradiomics/baseline/baseline_firstorder.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(','));
    const column = baseline[0]!.indexOf('brain1');
    const known = new Map(baseline.map((row) => [row[0]!, Number(row[column])]));
    const compared = regions[0]!.features.filter(({ name }) => known.has(name));
    expect(compared.length).toBeGreaterThanOrEqual(18);
    for (const { name, value } of compared)
      expect(Math.abs(value / known.get(name)! - 1), name).toBeLessThan(1e-6);
    expect(regions[0]!.voxels).toBe(4137);
    expect(settings['bin width in units of the image']).toBe(25);
    const csv = await mriscore(['radiomics', ...files, '--csv']);
    expect(csv.out).toHaveLength(2);
    expect(csv.out[0]).toContain('original_shape_Sphericity');
    expect((await mriscore(['radiomics', ...files])).out.join('\n')).toMatch(
      /original_firstorder_Mean +Q4LE +image units +825\.23544/,
    );
  });

  test('radiomics refuses a mask on another grid until a repair is named', async () => {
    const files = [t1, shared('pyradiomics/brain1_label.nrrd')];
    const refused = await mriscore(['radiomics', ...files, '--json']);
    expect([refused.code, codeOf(refused)]).toEqual([10, 'mask/other-grid']);
    const label = await mriscore([
      'radiomics',
      shared('pyradiomics/brain1_image.nrrd'),
      files[1]!,
      '--label',
      '7',
      '--json',
    ]);
    expect([label.code, codeOf(label)]).toEqual([10, 'mask/unknown-label']);
    const repaired = await mriscore(['radiomics', ...files, '--repair', 'resample', '--json']);
    expect(repaired.code === 0 || codeOf(repaired) === 'mask/empty').toBe(true);
  });

  test('a transform that leads nowhere, or is none, is refused', async () => {
    const out = freshFolder();
    const far = join(out, 'far.tfm');
    writeFileSync(
      far,
      '#Insight Transform File V1.0\nTransform: TranslationTransform_double_3_3\nParameters: 5000 0 0\nFixedParameters: \n',
    );
    const moved = await mriscore(['register', t1c, t1, join(out, 'a.nii.gz'), '--apply', far, '--json']);
    expect([moved.code, codeOf(moved)]).toEqual([10, 'register/no-overlap']);
    writeFileSync(far, 'hello');
    const none = await mriscore(['register', t1c, t1, join(out, 'a.nii.gz'), '--apply', far, '--json']);
    expect([none.code, codeOf(none)]).toEqual([10, 'transform/not-transform']);
    expect(filesIn(out)).toEqual(['far.tfm']);
  });
});
