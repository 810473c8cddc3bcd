import type { Fingerprint } from '@mriscore/volume';
import { describe, expect, test } from 'vitest';
import type { PatientQuality, ScanQuality } from './artefact.ts';
import { findCopies, type MarkedScan } from './copies.ts';
import { withFlags } from './flags.ts';

const GOOD: ScanQuality = {
  orientation: 'LPS',
  plane: 'axial',
  size: [8, 8, 8],
  spacingMm: [1, 1, 4],
  signalToNoise: { value: 20 },
  ghostRatio: { value: 1.1 },
  sliceVariation: { value: 0.05 },
  clippedShare: 0,
  shading: { value: 1.2 },
  coverage: { slices: 4, slicesToEnd: 3, touchesBorder: false },
};

function patient(name: string, scan: Partial<ScanQuality> = {}, uptake = 1.5): Omit<PatientQuality, 'flags'> {
  const [cohort, split] = ['training', 'training'] as const;
  const scans = { T1c: { ...GOOD, ...scan } };
  return { patient: name, cohort, split, tumourMm3: 5000, scans, contrastUptake: { value: uptake } };
}

function scan(name: string, part: string, mark: Fingerprint): MarkedScan {
  return { patient: name, sequence: 'T1c', part, mark };
}

describe('the flags of a patient', () => {
  test('are none where every figure is good', () => {
    expect(withFlags([patient('A')])[0]!.flags).toEqual([]);
  });

  test.each<[string, Partial<ScanQuality>, number, RegExp]>([
    ['a cut tumour', { coverage: { slices: 4, slicesToEnd: 0, touchesBorder: true } }, 1.5, /border/],
    ['one slice', { coverage: { slices: 1, slicesToEnd: 3, touchesBorder: false } }, 1.5, /one slice/],
    ['noise', { signalToNoise: { value: 2 } }, 1.5, /signal to noise is 2/],
    ['motion', { ghostRatio: { value: 6 } }, 1.5, /motion/],
    ['uneven slices', { sliceVariation: { value: 0.5 } }, 1.5, /slices differ by 50 %/],
    ['clipping', { clippedShare: 0.2 }, 1.5, /20.0 %/],
    ['shading', { shading: { value: 5 } }, 1.5, /bias field/],
    ['contrast that was not given', {}, 0.8, /contrast/],
  ])('name %s', (_, change, uptake, words) => {
    expect(withFlags([patient('A', change, uptake)])[0]!.flags.join()).toMatch(words);
  });

  test('name a plane that other patients do not have', () => {
    const [odd] = withFlags([patient('A', { plane: 'sagittal' }), patient('B'), patient('C')]);
    expect(odd!.flags).toEqual(['T1c: sagittal, where most are axial']);
  });

  test('are none for a figure that cannot be had', () => {
    const unknown = { value: null, reason: 'The air is 0 throughout.' };
    const figures = { signalToNoise: unknown, ghostRatio: unknown, shading: unknown, coverage: null };
    expect(withFlags([patient('A', figures)])[0]!.flags).toEqual([]);
  });
});

describe('copies', () => {
  const mark = (exact: string, ...coarse: number[]): Fingerprint => ({ exact, coarse });

  test('are found across patients and called a leak across parts', () => {
    const scans = [
      scan('A', 'training', mark('x', 1, 0)),
      scan('B', 'test', mark('x', 1, 0)),
      scan('C', 'training', mark('y', 0.9999, 0.014)),
      scan('D', 'training', mark('z', 0, 1)),
    ];
    const copies = findCopies(scans);
    expect(copies.map(({ patients }) => patients.join(' '))).toEqual(['A B', 'A C', 'B C']);
    expect(copies[0]).toMatchObject({ exact: true, acrossParts: true, likeness: 1 });
    expect(copies[1]).toMatchObject({ exact: false, acrossParts: false });
  });

  test('of one DICOM series are found whatever was done to the voxels, and whatever the sequence is called', () => {
    const known = { seriesUid: '1.2.840.1' };
    const a = { ...scan('A', 'training', mark('x', 1, 0)), ...known };
    const b = { ...scan('B', 'test', mark('y', 0, 1)), ...known, sequence: 'T1' };
    expect(findCopies([a, b])).toMatchObject([{ sameSeries: true, exact: false, acrossParts: true }]);
    expect(findCopies([a, { ...b, seriesUid: '1.2.840.2' }])).toEqual([]);
    expect(findCopies([a, { ...a, sequence: 'T2' }]), 'one patient').toEqual([]);
  });

  test('are not looked for between the scans of one patient or of different sequences', () => {
    const one = scan('A', 'training', mark('x', 1, 0));
    expect(findCopies([one, one])).toEqual([]);
    expect(findCopies([one, { ...one, patient: 'B', sequence: 'T2' }])).toEqual([]);
  });
});
