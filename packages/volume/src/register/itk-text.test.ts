import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { formatItkAffine, formatItkRigid, parseItkTransform } from './itk-text.ts';
import { rigidAffine } from './rigid.ts';

const motion = {
  rotationDegrees: [4, -3, 5],
  translationMm: [6, -4, 8],
  centreMm: [4.867173027, -20.65117377, 22.13320706],
} as const;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fileOf = (type: string, parameters: string, fixed: string): Uint8Array =>
  bytesOf(
    `#Insight Transform File V1.0\n#Transform 0\nTransform: ${type}\nParameters: ${parameters}\nFixedParameters: ${fixed}\n`,
  );

function expectNear(a: Float64Array, b: Float64Array | readonly number[], tolerance: number): void {
  a.forEach((value, at) => {
    expect(Math.abs(value - b[at]!)).toBeLessThan(tolerance);
  });
}

describe('an ITK transform file', () => {
  it('gives back the motion it was written from', () => {
    expectNear(parseItkTransform(formatItkRigid(motion)), rigidAffine(motion), 1e-12);
    const affine = Float64Array.of(1.1, 0.2, -0.1, 5, 0, 0.9, 0.3, -7, 0.05, 0, 1, 2);
    expectNear(parseItkTransform(formatItkAffine(affine)), affine, 1e-12);
  });

  it('says in words what it holds', () => {
    const [magic, , type] = new TextDecoder().decode(formatItkRigid(motion)).split('\n');
    expect([magic, type]).toEqual(['#Insight Transform File V1.0', 'Transform: Euler3DTransform_double_3_3']);
  });

  it('turns by a versor and by ZYX angles as ITK does', () => {
    const quarter = Math.sin(Math.PI / 4);
    expectNear(
      parseItkTransform(fileOf('VersorRigid3DTransform_double_3_3', `0 0 ${quarter} 1 2 3`, '0 0 0')),
      [0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3],
      1e-12,
    );
    const half = Math.PI / 2;
    expectNear(
      parseItkTransform(fileOf('Euler3DTransform_double_3_3', `${half} ${half} 0 0 0 0`, '0 0 0 1')),
      [0, 1, 0, 0, 0, 0, -1, 0, -1, 0, 0, 0],
      1e-12,
    );
    expectNear(
      parseItkTransform(fileOf('TranslationTransform_double_3_3', '1 2 3', '')),
      [1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3],
      1e-12,
    );
  });

  test.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(0), 'transform/not-transform'],
    ['another text', bytesOf('hello'), 'transform/not-transform'],
    ['no transform', bytesOf('#Insight Transform File V1.0\n'), 'transform/unsupported'],
    ['a deformation', fileOf('DisplacementFieldTransform_double_3_3', '1', '1'), 'transform/unsupported'],
    ['too few numbers', fileOf('AffineTransform_double_3_3', '1 0 0', '0 0 0'), 'transform/damaged'],
    ['words', fileOf('AffineTransform_double_3_3', '1 0 0 0 x 0 0 0 1 0 0 0', '0 0 0'), 'transform/damaged'],
    [
      'a flat matrix',
      fileOf('AffineTransform_double_3_3', '0 0 0 0 0 0 0 0 0 0 0 0', '0 0 0'),
      'transform/damaged',
    ],
    [
      'a long versor',
      fileOf('VersorRigid3DTransform_double_3_3', '1 1 0 0 0 0', '0 0 0'),
      'transform/damaged',
    ],
  ])('is refused by name: %s', (_name, bytes, code) => {
    expect(codeOf(() => parseItkTransform(bytes))).toBe(code);
  });
});

describe.skipIf(isAbsent('data/tcga_fg6692'))('against ITK (needs the reference folder)', () => {
  it('an Euler transform has the matrix and offset that ITK printed', () => {
    const text = readFileSync(reference('data/tcga_fg6692/reference/t1c_moved_known_truth.txt'), 'utf8');
    const numbers = text
      .split('\n')
      .slice(2, 5)
      .map((line) => line.trim().split(/\s+/).map(Number));
    const offset = JSON.parse(
      text
        .split('\n')
        .find((line) => line.startsWith('offset'))!
        .slice(7),
    ) as number[];
    const truth = numbers.flatMap((row, at) => [...row, offset[at]!]);
    expectNear(parseItkTransform(formatItkRigid(motion)), truth, 1e-8);
  });

  it('the affine transforms of the longitudinal data are read', () => {
    const bytes = readFileSync(
      reference('data/open_ms_longitudinal_raw/patient01/study1_T1W_intrastudy_to_FLAIR.txt'),
    );
    expect(parseItkTransform(bytes)[0]).toBeCloseTo(1.00104, 5);
  });
});
