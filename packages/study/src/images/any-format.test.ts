import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMask,
  formatDicom,
  formatNrrd,
  formatRtstruct,
  formatSeg,
  type Mask,
  parseDicomFolder,
} from '@mriscore/volume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashInput } from '../files/hash-input.ts';
import {
  anyFileBelow,
  type ImageFiles,
  imageSource,
  maskSource,
  type PatientImages,
  patientImages,
} from './paths.ts';
import { readImage, readScan, readTumourMask, requireMaskOnImage } from './read.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'any-format-'));
  await writePatient('P1');
});
afterAll(() => rm(data, { recursive: true, force: true }));

const SIZE = [16, 12] as const;
const CREATED = new Date('2026-01-02T03:04:05Z');
const LOOKS = [
  { number: 2, description: 't1 tse tra', echo: 10, repetition: 550, contrast: {} },
  { number: 3, description: 't2 tse tra', echo: 90, repetition: 4500, contrast: {} },
  {
    number: 7,
    description: 't1 tse tra gd',
    echo: 10,
    repetition: 550,
    contrast: { ContrastBolusAgent: 'GADOVIST' },
  },
] as const;

function slice(look: (typeof LOOKS)[number], k: number): Uint8Array {
  const series = `1.2.3.${look.number}`;
  const values = Int16Array.from({ length: SIZE[0] * SIZE[1] }, (_, at) => 100 * look.number + at + k);
  return formatDicom({
    PatientName: 'Phantom',
    PatientID: 'P1',
    PatientBirthDate: '',
    PatientSex: 'O',
    StudyInstanceUID: '1.2.3',
    StudyDate: '20260102',
    StudyTime: '030405',
    StudyID: '1',
    AccessionNumber: '',
    ReferringPhysicianName: '',
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
    SOPInstanceUID: `${series}.${k + 1}`,
    SeriesInstanceUID: series,
    SeriesNumber: look.number,
    SeriesDescription: look.description,
    Modality: 'MR',
    FrameOfReferenceUID: '1.2.3.99',
    PositionReferenceIndicator: '',
    InstanceNumber: k + 1,
    ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [-8, -6, 4 * k],
    PixelSpacing: [1, 1],
    SliceThickness: 4,
    SpacingBetweenSlices: 4,
    ScanningSequence: 'SE',
    EchoTime: look.echo,
    RepetitionTime: look.repetition,
    ...look.contrast,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: SIZE[1],
    Columns: SIZE[0],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    PixelData: new Uint8Array(values.buffer),
  });
}

/** A folder of three series, and a mask in three formats. */
async function writePatient(patient: string): Promise<void> {
  const folder = join(data, patient, 'dicom');
  await mkdir(folder, { recursive: true });
  const inputs = LOOKS.flatMap((look) =>
    [0, 1, 2, 3, 4].map((k) => ({ name: `${look.number}-${k}.dcm`, bytes: slice(look, k) })),
  );
  await Promise.all(inputs.map(({ name, bytes }) => writeFile(join(folder, name), bytes)));
  const stack = parseDicomFolder(inputs).stacks.find(({ seriesUid }) => seriesUid === '1.2.3.7')!;
  const drawn = new Uint8Array(SIZE[0] * SIZE[1] * 5);
  for (let k = 1; k < 4; k += 1)
    for (let j = 4; j < 8; j += 1) for (let i = 5; i < 11; i += 1) drawn[i + 16 * (j + 12 * k)] = 1;
  const mask: Mask = createMask({ geometry: stack.geometry!, data: drawn }, [{ value: 1, name: 'GTVp' }]);
  await writeFile(join(data, patient, 'seg.dcm'), formatSeg(mask, stack, { created: CREATED }));
  await writeFile(join(data, patient, 'rt.dcm'), formatRtstruct(mask, stack, { created: CREATED }));
}

/** The images of a patient whose protocol reads them from DICOM. */
function images(mask: string, patient = 'P1', series: Record<string, string> = {}): PatientImages {
  const sequence = (recognise: 'T1' | 'T2' | 'T1 contrast') => ({
    file: '{patient}/dicom',
    recognise,
    series,
    mayMiss: false,
  });
  const sequences = { T1: sequence('T1'), T2: sequence('T2'), T1c: sequence('T1 contrast') };
  return patientImages({ sequences, mask: { file: `{patient}/${mask}`, drawnOn: 'T1c' } }, patient);
}

const files = (): ImageFiles => anyFileBelow(data);

describe('a study of DICOM folders', () => {
  test.each([
    ['T1', 2],
    ['T2', 3],
    ['T1c', 7],
  ])('finds %s by its headers', async (sequence, number) => {
    const { volume, headers } = await readScan(imageSource(images('seg.dcm'), sequence, files()));
    expect(Math.floor(volume.data[0]! / 100)).toBeGreaterThanOrEqual(number);
    expect(headers?.acquisition.seriesNumber).toBe(number);
  });

  test('takes the series that the protocol names for a patient instead', async () => {
    const { headers } = await readScan(imageSource(images('seg.dcm', 'P1', { P1: '2' }), 'T2', files()));
    expect(headers?.acquisition.seriesNumber).toBe(2);
  });

  test.each(['seg.dcm', 'rt.dcm'])('reads the mask of %s on the grid of its sequence', async (file) => {
    const where = images(file);
    const source = maskSource(where, files());
    const mask = await readTumourMask(source, undefined);
    const image = await readImage(imageSource(where, 'T1c', files()));
    requireMaskOnImage(source, { mask, image, drawnOn: 'T1c' });
    expect(mask.voxels).toBe(3 * 4 * 6);
  });

  test('refuses a folder in which a sequence is not found, in the words of a study', async () => {
    const folder = join(data, 'P2', 'dicom');
    await mkdir(folder, { recursive: true });
    for (const k of [0, 1, 2]) await writeFile(join(folder, `${k}.dcm`), slice(LOOKS[0], k));
    await expect(readScan(imageSource(images('seg.dcm', 'P2'), 'T2', files()))).rejects.toMatchObject({
      code: 'image/unreadable',
      message: expect.stringMatching(/Patient P2, T2.*0 series are recognised as T2/) as string,
    });
  });

  test('reads NRRD too', async () => {
    const image = await readImage(imageSource(images('seg.dcm'), 'T1', files()));
    await writeFile(join(data, 'scan.nrrd'), formatNrrd(image));
    const read = await readImage({
      patient: 'P1',
      what: 'T1',
      path: join(data, 'scan.nrrd'),
      file: 'scan.nrrd',
    });
    expect([...read.data]).toEqual([...image.data]);
  });
});

describe('the hash of a folder', () => {
  test('changes with a byte and with a name, and not with the order in which files were written', async () => {
    const write = async (folder: string, files: readonly (readonly [string, string])[]) => {
      await mkdir(join(data, folder));
      for (const [name, text] of files) await writeFile(join(data, folder, name), text);
      return (await hashInput(data, folder)).sha256;
    };
    const one = await write('a', [
      ['x', '1'],
      ['y', '2'],
    ]);
    expect(
      await write('b', [
        ['y', '2'],
        ['x', '1'],
      ]),
    ).toBe(one);
    expect(
      await write('c', [
        ['x', '1'],
        ['y', '3'],
      ]),
    ).not.toBe(one);
    expect(
      await write('d', [
        ['x', '1'],
        ['z', '2'],
      ]),
    ).not.toBe(one);
  });
});
