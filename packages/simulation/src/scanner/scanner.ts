/**
 * The two simulated centres and the signal equations of their sequences.
 *
 * Reads relaxation times, gives signal. Knows nothing of anatomy, noise or files.
 */
import type { CentreName, SequenceName } from '../plan/patient-plan.ts';

/** A spin echo, or a spoiled gradient echo with a flip angle. */
export type PulseSequence =
  | { readonly kind: 'spin-echo'; readonly trMs: number; readonly teMs: number }
  | {
      readonly kind: 'spoiled-gradient-echo';
      readonly trMs: number;
      readonly teMs: number;
      readonly flipDeg: number;
    };

/** One scan's settings. */
export interface ScanProtocol {
  readonly pulse: PulseSequence;
  /** Share of fat signal that is left: 1 without, near 0 with fat suppression. */
  readonly fatLeft: number;
  /** Whether contrast agent has been injected. */
  readonly contrast: boolean;
  /** Signal of muscle over the noise of one channel. */
  readonly muscleToNoise: number;
}

/** In-plane voxels along i and j, slices, and what they span. */
export interface GridPlan {
  readonly size: readonly [i: number, j: number, k: number];
  readonly spacingMm: readonly [i: number, j: number, k: number];
}

/** A hospital's scanner. */
export interface Centre {
  readonly fieldTesla: 1.5 | 3;
  /** Index into the pairs of `TISSUES`. */
  readonly fieldIndex: 0 | 1;
  /** Relaxivities of gadobutrol in plasma, in l/(mmol s). */
  readonly r1: number;
  readonly r2: number;
  /** Grid of T1 and T1c; masks are drawn on it. */
  readonly t1Grid: GridPlan;
  readonly t2Grid: GridPlan;
  /** Standard deviation of the bias field's log at the edge of the field of view. */
  readonly biasStrength: number;
  /** Median of the scanner's arbitrary intensity unit. */
  readonly unit: number;
  readonly scans: Readonly<Record<SequenceName, ScanProtocol>>;
}

/**
 * The centres. A: 1.5 T spin echoes. B: 3 T, T1-weighted gradient echoes, thinner voxels in plane, thicker slices,
 * a stronger bias field.
 *
 * @see Szomolanyi et al., Invest Radiol 54 (2019) 559-564 (r1); Rohrer et al., Invest Radiol 40 (2005) 715-724 (r2).
 */
export const CENTRES: Readonly<Record<CentreName, Centre>> = {
  A: {
    fieldTesla: 1.5,
    fieldIndex: 0,
    r1: 4.78,
    r2: 6.1,
    t1Grid: { size: [112, 112, 14], spacingMm: [1, 1, 4] },
    t2Grid: { size: [128, 128, 13], spacingMm: [0.875, 0.875, 4.4] },
    biasStrength: 0.12,
    unit: 600,
    scans: {
      T1: scan({ kind: 'spin-echo', trMs: 450, teMs: 12 }, { muscleToNoise: 26 }),
      T2: scan({ kind: 'spin-echo', trMs: 4000, teMs: 90 }, { muscleToNoise: 14 }),
      T1c: scan(
        { kind: 'spin-echo', trMs: 450, teMs: 12 },
        { muscleToNoise: 26, fatLeft: 0.15, contrast: true },
      ),
    },
  },
  B: {
    fieldTesla: 3,
    fieldIndex: 1,
    r1: 4.97,
    r2: 7.1,
    t1Grid: { size: [124, 124, 12], spacingMm: [0.9, 0.9, 5] },
    t2Grid: { size: [108, 108, 12], spacingMm: [1.05, 1.05, 4.8] },
    biasStrength: 0.22,
    unit: 900,
    scans: {
      T1: scan({ kind: 'spoiled-gradient-echo', trMs: 250, teMs: 2.5, flipDeg: 70 }, { muscleToNoise: 34 }),
      T2: scan({ kind: 'spin-echo', trMs: 4500, teMs: 85 }, { muscleToNoise: 20 }),
      T1c: scan(
        { kind: 'spoiled-gradient-echo', trMs: 250, teMs: 2.5, flipDeg: 70 },
        { muscleToNoise: 34, fatLeft: 0.1, contrast: true },
      ),
    },
  },
};

function scan(
  pulse: PulseSequence,
  settings: Pick<ScanProtocol, 'muscleToNoise'> & Partial<ScanProtocol>,
): ScanProtocol {
  return { pulse, fatLeft: 1, contrast: false, ...settings };
}

/** What a voxel is to the scanner. Rates are 1/T in 1/s. */
export interface Relaxation {
  readonly protonDensity: number;
  readonly r1PerS: number;
  readonly r2PerS: number;
}

/** Extra decay of a gradient echo from field differences inside a voxel, in 1/s. Assumed. */
const DEPHASING_PER_S = 20;

/**
 * Signal of a voxel, in units of proton density.
 *
 * Spin echo (TE much shorter than TR): `PD (1 - exp(-TR R1)) exp(-TE R2)`. Spoiled gradient echo at flip angle a
 * with `E1 = exp(-TR R1)`: `PD sin a (1 - E1) / (1 - cos a E1) exp(-TE R2*)`.
 *
 * @see Ernst and Anderson, Rev Sci Instrum 37 (1966) 93-102; Haacke et al., Magnetic Resonance Imaging (1999), ch. 8, 18.
 * @example signalOf({ kind: 'spin-echo', trMs: 550, teMs: 12 }, { protonDensity: 1, r1PerS: 1, r2PerS: 20 });
 */
export function signalOf(pulse: PulseSequence, { protonDensity, r1PerS, r2PerS }: Relaxation): number {
  const recovery = Math.exp((-pulse.trMs / 1000) * r1PerS);
  const echoS = pulse.teMs / 1000;
  switch (pulse.kind) {
    case 'spin-echo':
      return protonDensity * (1 - recovery) * Math.exp(-echoS * r2PerS);
    case 'spoiled-gradient-echo': {
      const flip = (pulse.flipDeg * Math.PI) / 180;
      const steady = (Math.sin(flip) * (1 - recovery)) / (1 - Math.cos(flip) * recovery);
      return protonDensity * steady * Math.exp(-echoS * (r2PerS + DEPHASING_PER_S));
    }
    default:
      return pulse satisfies never;
  }
}
