import { describe, expect, it } from 'vitest';
import { seriesInputs } from '../../../../../tests/conformance/volume/synthetic.ts';
import type { DraftDataset } from '../write/draft.ts';
import { parseDicomFolder } from './folder.ts';
import { type RecognisedSequence, recogniseSequences } from './recognise.ts';

const series = (n: number, changes: DraftDataset) =>
  seriesInputs(3, (k) => ({
    SeriesInstanceUID: `1.5.${n}`,
    SOPInstanceUID: `1.5.${n}.${k + 1}`,
    SeriesNumber: n,
    ...changes,
  }));

const recognise = (...all: DraftDataset[]): RecognisedSequence[] =>
  recogniseSequences(parseDicomFolder(all.flatMap((changes, n) => series(n + 1, changes))).stacks);

const T1 = { RepetitionTime: 550, EchoTime: 10, ScanningSequence: 'SE' };
const T2 = { RepetitionTime: 4000, EchoTime: 95, ScanningSequence: 'SE' };

describe('sequence recognition', () => {
  it('knows T1 and T2 by their times alone, with reasons', () => {
    const [t1, t2] = recognise(T1, T2);
    expect([t1!.role, t2!.role]).toEqual(['T1', 'T2']);
    expect(t1!.weighting.reasons).toEqual(['A spin echo with TR 550 ms, TE 10 ms is T1.']);
    expect(t1!.plane).toBe('axial');
  });

  it.each([
    ['t1_tse_tra_km', 'T1 contrast'],
    ['AX T1 +C FS', 'T1 contrast'],
    ['T1W post Gd', 'T1 contrast'],
    ['T1 pre contrast', 'T1'],
    ['t1_se_cor_nativ', 'T1'],
    ['T1 without contrast', 'T1'],
    ['AX T1', 'T1'],
  ])('%s is %s', (SeriesDescription, role) => {
    expect(recognise({ ...T1, SeriesDescription })[0]!.role).toBe(role);
  });

  it('believes the agent in the header, and the word none', () => {
    expect(recognise({ ...T1, ContrastBolusAgent: 'Dotarem' })[0]!.role).toBe('T1 contrast');
    expect(recognise({ ...T1, ContrastBolusAgent: 'NONE' })[0]!.role).toBe('T1');
  });

  it('a scan that began before the agent is a T1 before contrast, though the header names the agent', () => {
    const agent = { ContrastBolusAgent: 'Dotarem', ContrastBolusStartTime: '101500' };
    const before = recognise({ ...T1, ...agent, AcquisitionTime: '100000' })[0]!;
    const after = recognise({ ...T1, ...agent, AcquisitionTime: '102000' })[0]!;
    expect([before.role, after.role]).toEqual(['T1', 'T1 contrast']);
  });

  it('of two series with the same settings the later one is after contrast', () => {
    const [first, second] = recognise(
      { ...T1, SeriesDescription: 'AX T1', AcquisitionTime: '100000' },
      { ...T1, SeriesDescription: 'AX T1', AcquisitionTime: '101500' },
    );
    expect([first!.role, second!.role]).toEqual(['T1', 'T1 contrast']);
    expect(second!.enhanced.reasons).toContain('A series with the same settings came before in this visit.');
  });

  it('knows fat suppression by options, names and inversion time', () => {
    const suppressed = (changes: DraftDataset): boolean | null =>
      recognise({ ...T2, ...changes })[0]!.fatSuppressed.value;
    expect(suppressed({ ScanOptions: 'FS' })).toBe(true);
    expect(suppressed({ SeriesDescription: 't2_tse_fs_cor' })).toBe(true);
    expect(suppressed({ SeriesDescription: 'STIR COR', InversionTime: 180 })).toBe(true);
    expect(suppressed({ SeriesDescription: 't2_tse_cor' })).toBe(false);
  });

  it('gives no role to diffusion, angiography, FLAIR, maps and localisers', () => {
    const names = ['ep2d_diff_tra', 'TOF_3D', 't2_flair_dark-fluid', 'ADC', 'localizer t1'];
    for (const SeriesDescription of names)
      expect(recognise({ ...T2, SeriesDescription })[0]!.role).toBeNull();
  });

  it('is less sure when the name and the times disagree', () => {
    const agree = recognise({ ...T2, SeriesDescription: 'T2 tra' })[0]!;
    const disagree = recognise({ ...T2, SeriesDescription: 'T1 tra' })[0]!;
    expect(disagree.weighting.confidence).toBeLessThan(agree.weighting.confidence - 0.2);
  });
});
