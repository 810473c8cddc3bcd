/**
 * Which figures of a patient a person should look at, and in which words.
 *
 * The limits are wide: they find what is broken, not what is merely worse than its neighbours. Nothing is left out of a
 * study by them.
 */
import type { PatientQuality, ScanQuality } from './artefact.ts';

/** Limits beyond which a figure is flagged. */
export const QUALITY_LIMITS = Object.freeze({
  /** Signal to noise below this. */
  signalToNoise: 5,
  /** Ghost ratio above this. */
  ghostRatio: 3,
  /** Mean step between slices above this part of the mean. */
  sliceVariation: 0.25,
  /** Share of the body at the largest value above this. */
  clippedShare: 0.01,
  /** Bright over dark of the bias field above this. */
  shading: 3,
  /** Contrast uptake below this. */
  contrastUptake: 1,
});

const times = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

function flagsOfScan(sequence: string, scan: ScanQuality): string[] {
  const flags: string[] = [];
  const { signalToNoise, ghostRatio, sliceVariation, clippedShare, shading, coverage } = scan;
  const say = (sentence: string): number => flags.push(`${sequence}: ${sentence}`);
  if (signalToNoise.value !== null && signalToNoise.value < QUALITY_LIMITS.signalToNoise)
    say(`signal to noise is ${times(signalToNoise.value)}`);
  if (ghostRatio.value !== null && ghostRatio.value > QUALITY_LIMITS.ghostRatio)
    say(`air beside the body is ${times(ghostRatio.value)} times as bright as elsewhere (motion)`);
  if (sliceVariation.value !== null && sliceVariation.value > QUALITY_LIMITS.sliceVariation)
    say(`neighbouring slices differ by ${(100 * sliceVariation.value).toFixed(0)} % (motion, shading)`);
  if (clippedShare > QUALITY_LIMITS.clippedShare)
    say(`${(100 * clippedShare).toFixed(1)} % of the body has the largest value (clipped)`);
  if (shading.value !== null && shading.value > QUALITY_LIMITS.shading)
    say(`tissue is ${times(shading.value)} times as bright on one side as on the other (bias field)`);
  if (coverage?.touchesBorder === true) say('the tumour reaches the border of the scan and may be cut');
  if (coverage?.slices === 1) say('the tumour is in one slice only');
  return flags;
}

/** The plane that most scans of a sequence have. */
function commonPlane(
  patients: readonly Omit<PatientQuality, 'flags'>[],
  sequence: string,
): string | undefined {
  const counts = new Map<string, number>();
  for (const { scans } of patients) {
    const plane = scans[sequence]?.plane;
    if (plane !== undefined) counts.set(plane, (counts.get(plane) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Adds to every patient what a person should look at. */
export function withFlags(patients: readonly Omit<PatientQuality, 'flags'>[]): readonly PatientQuality[] {
  const sequences = [...new Set(patients.flatMap(({ scans }) => Object.keys(scans)))];
  const planes = new Map(sequences.map((sequence) => [sequence, commonPlane(patients, sequence)]));
  return patients.map((patient) => {
    const flags = Object.entries(patient.scans).flatMap(([sequence, scan]) => {
      const usual = planes.get(sequence);
      const turned = scan.plane === usual ? [] : [`${sequence}: ${scan.plane}, where most are ${usual}`];
      return [...turned, ...flagsOfScan(sequence, scan)];
    });
    const uptake = patient.contrastUptake?.value ?? null;
    if (uptake !== null && uptake < QUALITY_LIMITS.contrastUptake)
      flags.push(
        `the tumour took up less contrast than its surroundings (${times(uptake)}): are the sequences right?`,
      );
    return { ...patient, flags };
  });
}
