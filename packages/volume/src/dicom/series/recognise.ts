/**
 * Which sequence a stack is: weighting, before or after contrast, fat suppression, plane, each with its reasons.
 *
 * Reads acquisition rows and grids, looks at no voxels. A guess that a person can correct in the protocol, never a
 * proof: confidence is the share of the evidence that agrees, not a probability.
 */
import { axisDirections } from '../../geometry/geometry.ts';
import { type Plane, slicePlane } from '../../geometry/orientation.ts';
import type { Geometry } from '../../volume.ts';
import {
  agentEvidence,
  fatEvidence,
  type SequenceEvidence,
  type Weighting,
  weightingByName,
  weightingByPhysics,
} from './evidence.ts';
import type { DicomStack } from './folder.ts';

/** One question answered. */
export interface Guess<T> {
  /** Null when nothing speaks for any answer. */
  readonly value: T | null;
  /** Share of the evidence for the answer, 0 to 1; little evidence lowers it. */
  readonly confidence: number;
  readonly reasons: readonly string[];
}

/** The sequences the study's protocol knows. */
export type SequenceRole = 'T1' | 'T2' | 'T1 contrast';

/** What a stack was recognised as. */
export interface RecognisedSequence {
  readonly id: string;
  /** Null when it is none of the three or cannot be told. */
  readonly role: SequenceRole | null;
  /** Lowest confidence of the answers the role rests on. */
  readonly confidence: number;
  readonly weighting: Guess<Weighting>;
  readonly enhanced: Guess<boolean>;
  readonly fatSuppressed: Guess<boolean>;
  readonly plane: Plane | null;
  /** Angle between the slices and the anatomical plane in degrees, 0 to about 55. Null without a grid. */
  readonly obliqueDegrees: number | null;
}

/** Evidence that counts as little: confidence is scaled down below it. */
const ENOUGH = 1;
/** Confidence of "no" when nothing at all speaks for "yes". */
const SILENCE = 0.6;

function decide<T>(evidence: readonly SequenceEvidence<T>[]): Guess<T> {
  const sums = new Map<T, number>();
  for (const { says, weight } of evidence) sums.set(says, (sums.get(says) ?? 0) + weight);
  const [best] = [...sums].sort((a, b) => b[1] - a[1]);
  if (best === undefined) return { value: null, confidence: 0, reasons: [] };
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
  const confidence = best[1] / (total + ENOUGH / 2);
  return {
    value: best[0],
    confidence: Number(confidence.toFixed(3)),
    reasons: evidence.map((e) => e.reason),
  };
}

function orSilence(guess: Guess<boolean>, reason: string): Guess<boolean> {
  return guess.value === null ? { value: false, confidence: SILENCE, reasons: [reason] } : guess;
}

/** Relative difference that still counts as the same protocol. */
const SAME_PROTOCOL = 0.1;

function alike(a: DicomStack, b: DicomStack): boolean {
  const near = (x: number | undefined, y: number | undefined): boolean =>
    x !== undefined && y !== undefined && Math.abs(x - y) <= SAME_PROTOCOL * Math.abs(x);
  const [p, q] = [a.acquisition, b.acquisition];
  if (a.geometry === undefined || b.geometry === undefined) return false;
  return (
    near(p.repetitionTimeMs, q.repetitionTimeMs) &&
    near(p.echoTimeMs, q.echoTimeMs) &&
    slicePlane(a.geometry) === slicePlane(b.geometry)
  );
}

/** A T1 that is repeated with the same settings later in the visit was mostly made for the contrast agent. */
function twinEvidence(stack: DicomStack, twins: readonly DicomStack[]): SequenceEvidence<boolean>[] {
  const own = stack.acquisition.startSeconds;
  if (own === undefined) return [];
  const others = twins.filter((t) => t.seriesUid !== stack.seriesUid && alike(stack, t));
  const starts = others.map((t) => t.acquisition.startSeconds).filter((s) => s !== undefined);
  if (starts.length === 0) return [];
  if (starts.every((s) => s > own)) {
    return [{ says: false, weight: 1.5, reason: 'A series with the same settings follows in this visit.' }];
  }
  if (starts.every((s) => s < own)) {
    return [
      { says: true, weight: 1.5, reason: 'A series with the same settings came before in this visit.' },
    ];
  }
  return [];
}

function obliqueDegreesOf(geometry: Geometry): number {
  const normal = axisDirections(geometry)[2];
  return (Math.acos(Math.min(1, Math.max(...normal.map(Math.abs)))) * 180) / Math.PI;
}

function roleOf(weighting: Weighting | null, enhanced: boolean | null): SequenceRole | null {
  if (weighting === 'T2') return 'T2';
  if (weighting !== 'T1') return null;
  return enhanced === true ? 'T1 contrast' : 'T1';
}

/** @param t1 One T1 stack of each series of the visit. */
function recogniseOne(stack: DicomStack, t1: readonly DicomStack[]): RecognisedSequence {
  const { acquisition, geometry } = stack;
  const weighting = weightingOf(stack);
  const twins = stack.kind === 'image' && weighting.value === 'T1' ? twinEvidence(stack, t1) : [];
  const enhanced = orSilence(
    decide([...agentEvidence(acquisition), ...twins]),
    'Nothing in the header speaks of contrast agent.',
  );
  const role = stack.kind === 'localiser' ? null : roleOf(weighting.value, enhanced.value);
  const confidence =
    role === 'T2' ? weighting.confidence : Math.min(weighting.confidence, enhanced.confidence);
  return {
    id: stack.id,
    role,
    confidence: role === null ? 0 : confidence,
    weighting,
    enhanced,
    fatSuppressed: orSilence(
      decide(fatEvidence(acquisition)),
      'Nothing in the header speaks of fat suppression.',
    ),
    plane: geometry === undefined ? null : slicePlane(geometry),
    obliqueDegrees: geometry === undefined ? null : obliqueDegreesOf(geometry),
  };
}

function weightingOf({ acquisition }: DicomStack): Guess<Weighting> {
  return decide([...weightingByName(acquisition), ...weightingByPhysics(acquisition)]);
}

/**
 * Recognises the stacks of one visit. Series are compared with each other, so give all of them at once.
 *
 * @param stacks Stacks of `parseDicomFolder`; those of different studies are judged apart.
 * @returns One answer for each stack, in the same order.
 * @example recogniseSequences(folder.stacks).find((s) => s.role === 'T1 contrast')?.id;
 */
export function recogniseSequences(stacks: readonly DicomStack[]): RecognisedSequence[] {
  const t1 = new Map<string, Map<string, DicomStack>>();
  for (const stack of stacks) {
    if (stack.kind !== 'image' || weightingOf(stack).value !== 'T1') continue;
    const study = t1.get(stack.studyUid) ?? new Map<string, DicomStack>();
    if (!study.has(stack.seriesUid)) study.set(stack.seriesUid, stack);
    t1.set(stack.studyUid, study);
  }
  const twins = new Map([...t1].map(([study, series]) => [study, [...series.values()]]));
  return stacks.map((stack) => recogniseOne(stack, twins.get(stack.studyUid) ?? []));
}
