import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  ENHANCED_MR_SOP_CLASS,
  enhancedInput,
  IMAGE,
  pixelsOf,
  ROWS,
  seriesInputs,
  sliceInput,
  valueAt,
} from '../../../../../tests/conformance/volume/synthetic.ts';
import { convertDicomFolderToNifti } from '../../convert/to-nifti.ts';
import { indexToLps, spacingMm } from '../../geometry/geometry.ts';
import { formatDicom } from '../write/format.ts';
import type { DicomStack } from './folder.ts';
import { parseDicomFolder } from './folder.ts';
import type { DicomInput } from './slice.ts';
import { decodeStack } from './volume.ts';

const stacksOf = (inputs: DicomInput[]): readonly DicomStack[] => parseDicomFolder(inputs).stacks;
const codesOf = (stack: DicomStack): string[] => stack.findings.map((f) => f.code);

async function expectTruth(stack: DicomStack): Promise<void> {
  const volume = await decodeStack(stack);
  const [ni, nj, nk] = volume.geometry.size;
  let wrong = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++) if (volume.data[i + ni * (j + nj * k)] !== valueAt(i, j, k)) wrong++;
    }
  }
  expect(wrong).toBe(0);
  expect([...indexToLps(volume.geometry, [1, 1, 1])]).toEqual([-3, -5.5, -7]);
}

describe('a plain series', () => {
  it('is one volume with every voxel in its place, whatever the order of the files', async () => {
    for (const inputs of [seriesInputs(5), seriesInputs(5).reverse()]) {
      const stacks = stacksOf(inputs);
      expect(stacks).toHaveLength(1);
      expect(stacks[0]!.geometry?.size).toEqual([COLUMNS, ROWS, 5]);
      await expectTruth(stacks[0]!);
    }
  });

  it('is ordered by position, not by instance number', async () => {
    const [stack] = stacksOf(seriesInputs(5, (k) => ({ InstanceNumber: 5 - k })));
    await expectTruth(stack!);
  });

  it('takes its spacing from positions, not from the header', () => {
    const [stack] = stacksOf(seriesInputs(5, () => ({ SpacingBetweenSlices: 9, SliceThickness: 7 })));
    expect(spacingMm(stack!.geometry!)).toEqual([2, 1.5, 3]);
  });

  it('is rescaled, exactly when slope and intercept are whole', async () => {
    const [whole] = stacksOf(seriesInputs(3, () => ({ RescaleSlope: 2, RescaleIntercept: -1024 })));
    const volume = await decodeStack(whole!);
    expect(volume.data[0]).toBe(2 * valueAt(0, 0, 0) - 1024);
    const [half] = stacksOf(seriesInputs(3, () => ({ RescaleSlope: 0.5 })));
    expect((await decodeStack(half!)).data[1]).toBe(valueAt(1, 0, 0) / 2);
  });

  it('loses the bits outside those stored', async () => {
    const dirty = pixelsOf(0);
    for (let n = 1; n < dirty.length; n += 2) dirty[n]! |= 0xf0;
    const [stack] = stacksOf([sliceInput(0, { BitsStored: 12, HighBit: 11, PixelData: dirty })]);
    expect((await decodeStack(stack!)).data[0]).toBe(valueAt(0, 0, 0));
  });

  it('extends the sign from the highest stored bit', async () => {
    const pixels = new Uint8Array(new Uint16Array(COLUMNS * ROWS).fill(0x0fff).buffer);
    const bits = { BitsStored: 12, HighBit: 11, PixelRepresentation: 1, PixelData: pixels };
    const [stack] = stacksOf([sliceInput(0, bits)]);
    expect((await decodeStack(stack!)).data[0]).toBe(-1);
  });
});

describe('an enhanced file', () => {
  it('gives the same volume as the classic slices', async () => {
    const [enhanced] = stacksOf([enhancedInput(5)]);
    const [classic] = stacksOf(seriesInputs(5));
    await expectTruth(enhanced!);
    expect(enhanced!.geometry).toEqual(classic!.geometry);
  });

  it('is split by its stacks', () => {
    const frames = [0, 1, 2, 3].map((n) => ({
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, n < 2 ? n : 40 + n] }],
      FrameContentSequence: [{ StackID: n < 2 ? '1' : '2' }],
    }));
    const bytes = formatDicom({
      ...IMAGE,
      SOPClassUID: ENHANCED_MR_SOP_CLASS,
      SOPInstanceUID: '1.2.8.1',
      SeriesInstanceUID: '1.2.8',
      NumberOfFrames: 4,
      SharedFunctionalGroupsSequence: [
        {
          PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
          PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 1 }],
        },
      ],
      PerFrameFunctionalGroupsSequence: frames,
      PixelData: new Uint8Array(4 * COLUMNS * ROWS * 2),
    });
    expect(stacksOf([{ name: 'a', bytes }]).map((s) => s.slices.length)).toEqual([2, 2]);
  });
});

describe('what is wrong with a series', () => {
  it('a missing slice is named with its number and place', () => {
    const [stack] = stacksOf(seriesInputs(40).filter((_, k) => k !== 16));
    expect(codesOf(stack!)).toEqual(['series/missing-slices']);
    expect(stack!.findings[0]!.sentence).toBe('Found gaps: slice 17 of 40 is missing at 38.0 mm.');
    expect(stack!.geometry).toBeUndefined();
  });

  it('a volume with a missing slice is refused', async () => {
    const [stack] = stacksOf(seriesInputs(5).filter((_, k) => k !== 2));
    await expect(decodeStack(stack!)).rejects.toMatchObject({ code: 'series/missing-slices' });
  });

  it('a double slice is named with both files', () => {
    const inputs = [...seriesInputs(6), { ...sliceInput(2), name: 'copy.dcm' }];
    const [stack] = stacksOf(inputs);
    expect(codesOf(stack!)).toEqual(['series/duplicate-slices']);
    expect(stack!.findings[0]!.sentence).toContain('slice 3 of 6 is there 2 times at -4.0 mm');
    expect(stack!.findings[0]!.sentence).toContain('copy.dcm');
  });

  it('uneven distances are refused', () => {
    const z = [0, 3, 6, 10.2, 13];
    const [stack] = stacksOf(seriesInputs(5, (k) => ({ ImagePositionPatient: [0, 0, z[k]!] })));
    expect(codesOf(stack!)).toEqual(['series/spacing']);
  });

  it('a slice off to the side is refused', () => {
    const [stack] = stacksOf(seriesInputs(5, (k) => ({ ImagePositionPatient: [k === 2 ? 4 : 0, 0, 3 * k] })));
    expect(codesOf(stack!)).toEqual(['series/spacing']);
  });

  it('a file without position is refused by name, not placed', () => {
    const [stack] = stacksOf([sliceInput(0, { ImagePositionPatient: [] })]);
    expect(codesOf(stack!)).toEqual(['series/no-position']);
  });

  it('a damaged file is listed, and what is no DICOM is ignored by name', () => {
    const inputs = seriesInputs(3);
    const cut = { name: 'cut.dcm', bytes: inputs[1]!.bytes.subarray(0, 300) };
    const notes = { name: 'notes.txt', bytes: new TextEncoder().encode('read me') };
    const folder = parseDicomFolder([inputs[0]!, cut, inputs[2]!, notes]);
    expect(folder.unreadable.map((u) => [u.name, u.code])).toEqual([['cut.dcm', 'dicom/truncated']]);
    expect(folder.ignored).toEqual(['notes.txt']);
  });
});

describe('several volumes in one series', () => {
  const points = (n: number, change: (k: number, t: number) => object): DicomInput[] =>
    Array.from({ length: n }, (_, t) =>
      seriesInputs(4, (k) => ({
        SOPInstanceUID: `1.9.${t}.${k}`,
        PixelData: pixelsOf(k, 1000 * t),
        ...change(k, t),
      })),
    ).flat();

  it('time points are told apart by the temporal position', async () => {
    const stacks = stacksOf(points(3, (_, t) => ({ TemporalPositionIdentifier: t + 1, InstanceNumber: 1 })));
    expect(stacks.map((s) => s.labels)).toEqual([1, 2, 3].map((t) => [`time point ${t} of 3`]));
    const second = await decodeStack(stacks[1]!);
    expect(second.data[0]).toBe(valueAt(0, 0, 0) + 1000);
  });

  it('time points are told apart by the instance number alone', async () => {
    for (const number of [(k: number, t: number) => 4 * t + k + 1, (k: number, t: number) => 3 * k + t + 1]) {
      const stacks = stacksOf(points(3, (k, t) => ({ InstanceNumber: number(k, t) })));
      expect(stacks).toHaveLength(3);
      for (const [t, stack] of stacks.entries()) {
        const volume = await decodeStack(stack);
        expect(volume.data[COLUMNS * ROWS * 3]).toBe(valueAt(0, 0, 3) + 1000 * t);
      }
    }
  });

  it('a slice missing from one time point is named there, also at the end', () => {
    const inputs = points(3, (_, t) => ({ TemporalPositionIdentifier: t + 1 })).filter((_, n) => n !== 7);
    const stacks = stacksOf(inputs);
    expect(stacks.map((s) => s.findings.length)).toEqual([0, 1, 0]);
    expect(stacks[1]!.findings[0]!.sentence).toContain(
      'time point 2 of 3: slice 4 of 4 is missing at -1.0 mm',
    );
  });

  it('echoes, b-values and phase images are apart', () => {
    const echo = stacksOf(points(2, (_, t) => ({ EchoTime: 10 + 20 * t })));
    expect(echo.map((s) => s.labels)).toEqual([['echo time 10 ms'], ['echo time 30 ms']]);
    const diffusion = stacksOf(points(2, (_, t) => ({ DiffusionBValue: 800 * t })));
    expect(diffusion.map((s) => s.labels)).toEqual([['b-value 0 s/mm2'], ['b-value 800 s/mm2']]);
    const phase = stacksOf(
      points(2, (_, t) => ({ ImageType: ['ORIGINAL', 'PRIMARY', t === 0 ? 'M' : 'P'] })),
    );
    expect(phase.map((s) => s.labels)).toEqual([['magnitude'], ['phase']]);
  });

  it('the planes of a localiser are apart, and it is called one', () => {
    const planes = [
      [1, 0, 0, 0, 1, 0],
      [0, 1, 0, 0, 0, -1],
      [1, 0, 0, 0, 0, -1],
    ];
    const stacks = stacksOf(
      seriesInputs(3, (k) => ({
        ImageOrientationPatient: planes[k]!,
        ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'],
      })),
    );
    expect(stacks.map((s) => [s.kind, s.slices.length])).toEqual([1, 2, 3].map(() => ['localiser', 1]));
  });

  it('a small difference in echo time does not split a volume', () => {
    expect(stacksOf(seriesInputs(4, (k) => ({ EchoTime: 10 + 0.01 * k })))).toHaveLength(1);
  });

  it('are written as several files, each named', () => {
    const { files, refused } = convertDicomFolderToNifti(
      [
        ...seriesInputs(3),
        ...seriesInputs(3, (k) => ({
          SeriesInstanceUID: '1.7',
          SOPInstanceUID: `1.7.${k}`,
          SeriesNumber: 9,
        })),
      ],
      { outName: 'out.nii.gz' },
    );
    expect(files.map((f) => f.fileName)).toEqual(['out-s004.nii.gz', 'out-s009.nii.gz']);
    expect(refused).toEqual([]);
  });
});

describe('a tilted gantry', () => {
  it('gives a sheared grid and a note with the angle', async () => {
    const [stack] = stacksOf(
      seriesInputs(5, (k) => ({ ImagePositionPatient: [-5, -7 + 0.8 * k, -10 + 3 * k] })),
    );
    expect(codesOf(stack!)).toEqual(['series/gantry-tilt']);
    expect(stack!.findings[0]!.sentence).toContain('14.9 degrees');
    const [x, y, z] = indexToLps(stack!.geometry!, [0, 0, 4]);
    expect([x, y, z].map((v) => Number(v.toFixed(9)))).toEqual([-5, -3.8, 2]);
    expect((await decodeStack(stack!)).data[0]).toBe(valueAt(0, 0, 0));
  });
});

describe('a mosaic', () => {
  const csa = (entries: Record<string, string[]>): Uint8Array => {
    const parts: number[] = [
      0x53,
      0x56,
      0x31,
      0x30,
      4,
      3,
      2,
      1,
      Object.keys(entries).length,
      0,
      0,
      0,
      77,
      0,
      0,
      0,
    ];
    const word = (n: number): number[] => [n & 255, (n >> 8) & 255, 0, 0];
    for (const [name, values] of Object.entries(entries)) {
      const text = [...new TextEncoder().encode(name)];
      parts.push(
        ...text,
        ...new Array<number>(64 - text.length).fill(0),
        ...word(1),
        0x44,
        0x53,
        0,
        0,
        ...word(3),
        ...word(values.length),
        ...word(77),
      );
      for (const value of values) {
        const bytes = [...new TextEncoder().encode(value)];
        parts.push(...word(0), ...word(bytes.length), ...word(77), ...word(0), ...bytes);
        while (parts.length % 4 !== 0) parts.push(0);
      }
    }
    return Uint8Array.from(parts);
  };

  /** A file with the private element (0029,1010) put before the pixel data. */
  function withCsa(bytes: Uint8Array, value: Uint8Array): Uint8Array {
    const text = Array.from(bytes, (b) => String.fromCharCode(b)).join('');
    const at = text.lastIndexOf('\u00e0\u007f\u0010\u0000OW');
    const n = value.length;
    const head = [0x29, 0, 0x10, 0x10, 0x4f, 0x42, 0, 0, n & 255, n >> 8, 0, 0];
    return Uint8Array.from([...bytes.subarray(0, at), ...head, ...value, ...bytes.subarray(at)]);
  }

  const mosaicInput = (normal: string[]): DicomInput => {
    const across = 2 * COLUMNS;
    const pixels = new Uint16Array(across * 2 * ROWS);
    for (let k = 0; k < 3; k++) {
      for (let j = 0; j < ROWS; j++) {
        const row = Math.floor(k / 2) * ROWS + j;
        for (let i = 0; i < COLUMNS; i++) pixels[row * across + (k % 2) * COLUMNS + i] = valueAt(i, j, k);
      }
    }
    const input = sliceInput(0, {
      Manufacturer: 'SIEMENS',
      ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'MOSAIC'],
      Rows: 2 * ROWS,
      Columns: across,
      // The corner of the large image around the same centre: half a tile further out each way.
      ImagePositionPatient: [-5 - (COLUMNS / 2) * 2, -7 - (ROWS / 2) * 1.5, -10],
      PixelData: new Uint8Array(pixels.buffer),
    });
    return {
      ...input,
      bytes: withCsa(input.bytes, csa({ NumberOfImagesInMosaic: ['3'], SliceNormalVector: normal })),
    };
  };

  it('is taken apart into slices with their places', async () => {
    const [stack] = stacksOf([mosaicInput(['0.0', '0.0', '1.0'])]);
    expect(stack!.findings).toEqual([]);
    await expectTruth(stack!);
  });

  it('whose slices run the other way is turned round', async () => {
    const [stack] = stacksOf([mosaicInput(['0.0', '0.0', '-1.0'])]);
    const volume = await decodeStack(stack!);
    expect(volume.data[0]).toBe(valueAt(0, 0, 2));
    expect(indexToLps(volume.geometry, [0, 0, 0])[2]).toBe(-16);
  });
});
