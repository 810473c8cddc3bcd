import { describe, expect, test } from 'vitest';
import { LABEL, TISSUES } from '../anatomy/tissue.ts';
import { CENTRES, signalOf } from './scanner.ts';

const relaxation = (label: keyof typeof LABEL, field: 0 | 1) => {
  const tissue = TISSUES[LABEL[label]]!;
  return {
    protonDensity: tissue.protonDensity,
    r1PerS: 1000 / tissue.t1Ms[field],
    r2PerS: 1000 / tissue.t2Ms[field],
  };
};

describe('signalOf', () => {
  test('a spin echo with TR = T1 and TE = T2 gives (1 - 1/e)/e', () => {
    const pulse = { kind: 'spin-echo', trMs: 500, teMs: 50 } as const;
    const signal = signalOf(pulse, { protonDensity: 1, r1PerS: 2, r2PerS: 20 });
    expect(signal).toBeCloseTo((1 - Math.exp(-1)) * Math.exp(-1), 12);
  });

  test('a gradient echo is largest at the Ernst angle', () => {
    const voxel = { protonDensity: 1, r1PerS: 1, r2PerS: 20 };
    const at = (flipDeg: number) =>
      signalOf({ kind: 'spoiled-gradient-echo', trMs: 100, teMs: 2, flipDeg }, voxel);
    const ernst = (Math.acos(Math.exp(-0.1)) * 180) / Math.PI;
    expect(at(ernst)).toBeGreaterThan(at(ernst - 1));
    expect(at(ernst)).toBeGreaterThan(at(ernst + 1));
  });

  test('at both centres fat is brightest in T1 and fluid in T2, and contrast agent brightens T1c', () => {
    for (const { fieldIndex, scans, r1, r2 } of Object.values(CENTRES)) {
      const at = (sequence: keyof typeof scans, label: keyof typeof LABEL) =>
        signalOf(scans[sequence].pulse, relaxation(label, fieldIndex));
      expect(at('T1', 'fat')).toBeGreaterThan(1.4 * at('T1', 'muscle'));
      expect(at('T1', 'muscle')).toBeGreaterThan(at('T1', 'fluid'));
      expect(at('T2', 'fluid')).toBeGreaterThan(2.5 * at('T2', 'muscle'));
      expect(at('T2', 'tumour')).toBeGreaterThan(1.3 * at('T2', 'muscle'));
      const plain = relaxation('tumour', fieldIndex);
      const enhanced = { ...plain, r1PerS: plain.r1PerS + 0.4 * r1, r2PerS: plain.r2PerS + 0.4 * r2 };
      expect(signalOf(scans.T1c.pulse, enhanced)).toBeGreaterThan(1.3 * signalOf(scans.T1c.pulse, plain));
    }
  });
});
