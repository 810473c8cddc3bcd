import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatNifti,
  formatSegNrrd,
  type Mask,
  parseMha,
  parseNifti,
  parseNrrd,
  parseSegNrrd,
} from '@mriscore/volume';
import { describe, expect, test } from 'vitest';
import { codeOf, expectSame, nifti, resultOf } from './answer.fixture.ts';
import { mriscore } from './command.ts';
import {
  ABSENT,
  filesIn,
  freshFolder,
  phantom,
  shared,
  unpacked,
  withSyntax,
  written,
} from './scans.fixture.ts';

describe('convert', () => {
  test('proves every way there and back in its self-test', async () => {
    const { code, out } = await mriscore(['convert', '--self-test']);
    expect(out.at(-1)).toBe('All 56 ways passed.');
    expect(code).toBe(0);
  });

  test('writes a DICOM folder as NIfTI, NRRD and MHA with the same voxels in the same place', async () => {
    const [folder, out] = [written(phantom(6)), freshFolder()];
    for (const name of ['a.nii', 'a.nii.gz', 'a.nrrd', 'a.mha'])
      expect((await mriscore(['convert', folder, join(out, name)])).code).toBe(0);
    expectSame(nifti(join(out, 'a.nii')), nifti(join(out, 'a.nii.gz')));
    expectSame(parseNrrd(readFileSync(join(out, 'a.nrrd'))), parseMha(readFileSync(join(out, 'a.mha'))));
    await mriscore(['convert', join(out, 'a.nii.gz'), join(out, 'b.mha')]);
    expectSame(parseMha(readFileSync(join(out, 'b.mha'))), nifti(join(out, 'a.nii')));
    expect(filesIn(out)).toEqual(['a.mha', 'a.nii', 'a.nii.gz', 'a.nrrd', 'b.mha']);
  });

  test('writes several series as several files, lists them, and takes one when asked', async () => {
    const two = [...phantom(0), ...phantom(2).map(({ name, bytes }) => ({ name: `b${name}`, bytes }))];
    const [folder, out] = [written(two), freshFolder()];
    const ended = await mriscore(['convert', folder, join(out, 'out.nii.gz')]);
    expect(ended.code).toBe(0);
    expect(filesIn(out)).toEqual(['out-s001.nii.gz', 'out-s001b.nii.gz']);
    expect(ended.out.join('\n')).toContain('out-s001b.nii.gz');
    const one = await mriscore(['convert', folder, join(out, 'one.nii.gz'), '--select', 's001b', '--json']);
    expect(resultOf(one)).toMatchObject({ written: [{ series: 's001b', kind: 'image' }] });
    expect(codeOf(await mriscore(['convert', folder, join(out, 'x.nii'), '--select', 'T7', '--json']))).toBe(
      'scan/selection',
    );
  });

  test('takes a mask to SEG and RTSTRUCT and back without changing a voxel', async () => {
    const [folder, out] = [written(phantom(7)), freshFolder()];
    await mriscore(['convert', folder, join(out, 'image.nii.gz')]);
    const image = nifti(join(out, 'image.nii.gz'));
    const data = Uint8Array.from(image.data, (_, at) => (at % 97 < 20 ? 1 : at % 89 < 9 ? 2 : 0));
    writeFileSync(join(out, 'mask.nii.gz'), formatNifti({ geometry: image.geometry, data }));
    for (const as of ['seg', 'rtstruct']) {
      const to = await mriscore([
        'convert',
        join(out, 'mask.nii.gz'),
        join(out, `${as}.dcm`),
        '--as',
        as,
        '--labels',
        '1=GTVp,2=GTVn',
        '--reference',
        folder,
      ]);
      expect(to.code).toBe(0);
      const back = await mriscore([
        'convert',
        join(out, `${as}.dcm`),
        '--reference',
        folder,
        join(out, `${as}.nii.gz`),
        '--json',
      ]);
      expect(back.code).toBe(0);
      expect(resultOf(back)).toMatchObject({ written: [{ regions: [{ name: 'GTVp' }, { name: 'GTVn' }] }] });
      expectSame(nifti(join(out, `${as}.nii.gz`)), { geometry: image.geometry, data });
    }
    const one = await mriscore([
      'convert',
      join(out, 'rtstruct.dcm'),
      join(out, 'n.seg.nrrd'),
      '--reference',
      folder,
      '--names',
      'GTVn',
    ]);
    expect(one.code).toBe(0);
    expect(parseSegNrrd(readFileSync(join(out, 'n.seg.nrrd')))[0]!.labels.map(({ name }) => name)).toEqual([
      'GTVn',
    ]);
  });

  test('regions that share voxels become a file each, a layer each, or are refused when asked', async () => {
    const [folder, out] = [written(phantom(6)), freshFolder()];
    const at = (name: string): string => join(out, name);
    await mriscore(['convert', folder, at('image.nii')]);
    const { geometry } = nifti(at('image.nii'));
    const mask = (value: number, name: string, [from, to]: readonly [number, number]): Mask => ({
      geometry,
      data: new Uint8Array(2520).fill(value, from, to),
      labels: [{ value, name }],
    });
    writeFileSync(
      at('m.seg.nrrd'),
      formatSegNrrd([mask(1, 'GTVp', [300, 400]), mask(2, 'GTVn', [380, 500])]),
    );
    expect((await mriscore(['convert', at('m.seg.nrrd'), at('o.nii.gz')])).code).toBe(0);
    expect((await mriscore(['convert', at('m.seg.nrrd'), at('o.dcm'), '--reference', folder])).code).toBe(0);
    expect((await mriscore(['convert', at('m.seg.nrrd'), at('o.seg.nrrd')])).code).toBe(0);
    expect(filesIn(out).filter((name) => name.startsWith('o'))).toEqual([
      'o-1-GTVp.dcm',
      'o-1-GTVp.nii.gz',
      'o-2-GTVn.dcm',
      'o-2-GTVn.nii.gz',
      'o.seg.nrrd',
    ]);
    expect([...nifti(at('o-2-GTVn.nii.gz')).data].filter((value) => value === 2)).toHaveLength(120);
    expect(parseSegNrrd(readFileSync(at('o.seg.nrrd')))).toHaveLength(2);
    const measured = await mriscore(['radiomics', folder, at('o-1-GTVp.dcm'), '--json']);
    expect(resultOf(measured)).toMatchObject({ regions: [{ name: 'GTVp', voxels: 100 }] });
  });

  test('replaces nothing without --force, and leaves nothing half-written', async () => {
    const [folder, out] = [written(phantom()), freshFolder()];
    const path = join(out, 'a.nii');
    writeFileSync(path, 'mine');
    const ended = await mriscore(['convert', folder, path, '--json']);
    expect([ended.code, codeOf(ended)]).toEqual([10, 'scan/exists']);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await mriscore(['convert', folder, path, '--force'])).code).toBe(0);
    expect(filesIn(out)).toEqual(['a.nii']);
  });

  test('says what was recognised and why', async () => {
    const { code, out } = await mriscore(['convert', written(phantom()), '--list']);
    expect(code).toBe(0);
    expect(out[0]).toContain('s001');
    expect(out.join('\n')).toContain('Nothing in the header speaks of contrast agent.');
  });

  const spoilt = (change: (bytes: Uint8Array) => Uint8Array): string =>
    written(phantom().map((input, n) => (n === 4 ? { ...input, bytes: change(input.bytes) } : input)));

  test.each<[what: string, input: () => string, code: string, words: string]>([
    [
      'a missing slice',
      () => written(phantom().filter((_, n) => n !== 4)),
      'series/missing-slices',
      'slice 5 of 9 is missing at -66.1 mm',
    ],
    [
      'a slice that is there twice',
      () => written([...phantom(), { ...phantom()[3]!, name: 'again.dcm' }]),
      'series/duplicate-slices',
      'slice 4 of 9 is there 2 times',
    ],
    [
      'a file cut short',
      () => spoilt((bytes) => bytes.subarray(0, bytes.length - 40)),
      'dicom/truncated',
      '05.dcm',
    ],
    [
      'a syntax that is not read',
      () => spoilt((bytes) => withSyntax(bytes, '1.2.840.10008.9.9.9')),
      'dicom/transfer-syntax',
      '1.2.840.10008.9.9.9',
    ],
    [
      'a folder without DICOM',
      () => written([{ name: 'notes.txt', bytes: new TextEncoder().encode('hello') }]),
      'scan/none',
      'none of its 1 files',
    ],
    ['no such file', () => join(freshFolder(), 'nowhere'), 'scan/missing', 'no such file'],
    [
      'a file of another kind',
      () => join(written([{ name: 'notes.txt', bytes: new TextEncoder().encode('hello') }]), 'notes.txt'),
      'scan/unknown-format',
      'no known kind',
    ],
    [
      'an empty file',
      () => join(written([{ name: 'a.nii', bytes: new Uint8Array(0) }]), 'a.nii'),
      'scan/unknown-format',
      'empty',
    ],
  ])('refuses %s with exit code 10 and writes nothing', async (_what, input, code, words) => {
    const out = freshFolder();
    const ended = await mriscore(['convert', input(), join(out, 'x.nii.gz'), '--json']);
    expect([ended.code, codeOf(ended)]).toEqual([10, code]);
    expect(ended.out.join('\n')).toContain(words);
    expect(filesIn(out)).toEqual([]);
  });

  test('refuses a mask without its series, on another grid, or that is no mask', async () => {
    const [folder, other, out] = [written(phantom(0)), written(phantom(2)), freshFolder()];
    const image = join(out, 'image.nii');
    await mriscore(['convert', folder, image]);
    const mask = join(out, 'mask.nii');
    writeFileSync(
      mask,
      formatNifti(
        { geometry: nifti(image).geometry, data: new Uint8Array(2520).fill(1, 7, 99) },
        { gzip: false },
      ),
    );
    const run = async (...args: string[]): Promise<unknown> =>
      codeOf(await mriscore(['convert', ...args, '--json']));
    expect(await run(mask, join(out, 's.dcm'))).toBe('scan/reference-needed');
    expect(await run(mask, join(out, 's.dcm'), '--reference', other)).toBe('mask/other-grid');
    expect(await run(image, join(out, 's.dcm'), '--reference', folder)).toBe('mask/not-labels');
    expect(await run(folder, join(out, 's.seg.nrrd'))).toBe('scan/not-a-mask');
    expect(filesIn(out)).toEqual(['image.nii', 'mask.nii']);
  });

  test.each([
    [['convert', 'a']],
    [['convert', 'a', 'b.png']],
    [['convert', 'a', 'b.nii', '--as', 'seg']],
    [['convert', 'a', 'b.dcm', '--labels', '0=x']],
  ])('calls %j a wrong command line', async (args) => {
    expect((await mriscore(args)).code).toBe(2);
  });
});

describe.skipIf(ABSENT)('convert on real files (needs the reference folder)', () => {
  test.each([['dicom/decubitus/HFS.tar.gz'], ['dicom/ge_nih/mr_0004.tar.gz']])(
    '%s has the affine and every voxel of dcm2niix',
    async (archive) => {
      const [folder, out, peer] = [unpacked(archive), freshFolder(), freshFolder()];
      expect((await mriscore(['convert', folder, join(out, 'o.nii.gz')])).code).toBe(0);
      execFileSync('dcm2niix', ['-b', 'n', '-z', 'n', '-f', '%s', '-o', peer, folder], { stdio: 'pipe' });
      const bytes = readFileSync(join(peer, readdirSync(peer).find((name) => name.endsWith('.nii'))!));
      for (const [frame, name] of filesIn(out).entries())
        expectSame(nifti(join(out, name)), parseNifti(bytes, { frame }));
    },
  );

  test('a SEG and an RTSTRUCT have their known voxels, on the grid of their series', async () => {
    const out = freshFolder();
    const voxels = async (...args: string[]): Promise<unknown> => {
      const { written: files } = resultOf(await mriscore(['convert', ...args, '--json'])) as {
        written: { regions: { voxels: number }[] }[];
      };
      return files.map(({ regions }) => regions.map((region) => region.voxels));
    };
    const dcmqi = shared('dicom/seg_dcmqi');
    expect(await voxels(join(dcmqi, 'liver.dcm'), join(out, 'a.nrrd'))).toEqual([[107_098]]);
    expect(
      await voxels(
        join(dcmqi, '23x38x3/seg/label.seg'),
        join(out, 'b.nii.gz'),
        '--reference',
        join(dcmqi, '23x38x3/image'),
      ),
    ).toEqual([[322]]);
    const rt = shared('dicom/rtstruct_rtutils/mock_data');
    expect(await voxels(join(rt, 'rt.dcm'), '--reference', rt, join(out, 'c.nii.gz'))).toEqual([[1443]]);
    const label = parseNrrd(readFileSync(join(dcmqi, 'liver_seg.nrrd')));
    expectSame(parseNrrd(readFileSync(join(out, 'a.nrrd'))), label);
    const wrong = await mriscore([
      'convert',
      join(rt, 'rt.dcm'),
      '--reference',
      join(dcmqi, 'ct-3slice'),
      join(out, 'd.nii.gz'),
      '--json',
    ]);
    expect([wrong.code, codeOf(wrong)]).toEqual([10, 'rtstruct/reference']);
  });

  test('a SEG that was written is clean for dciodvfy', async () => {
    const out = freshFolder();
    const series = shared('dicom/seg_dcmqi/ct-3slice');
    await mriscore([
      'convert',
      shared('dicom/seg_dcmqi/liver.dcm'),
      join(out, 'm.nii.gz'),
      '--reference',
      series,
    ]);
    await mriscore(['convert', join(out, 'm.nii.gz'), join(out, 'm.dcm'), '--reference', series]);
    const said = execFileSync('dciodvfy', [join(out, 'm.dcm')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(said).not.toContain('Error');
  });

  test('run-length coded frames give the bytes of plain ones, and say that their place is unknown', async () => {
    const out = freshFolder();
    for (const name of ['emri_small', 'emri_small_RLE'])
      await mriscore(['convert', shared(`dicom/pydicom_data/${name}.dcm`), join(out, `${name}.nii.gz`)]);
    expect(readFileSync(join(out, 'emri_small.nii.gz'))).toEqual(
      readFileSync(join(out, 'emri_small_RLE.nii.gz')),
    );
    const again = await mriscore(['convert', join(out, 'emri_small.nii.gz'), join(out, 'x.nrrd'), '--json']);
    expect(codeOf(again)).toBe('nifti/no-orientation');
  });
});
