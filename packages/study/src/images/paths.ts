/**
 * Where the images and the mask of a patient are, by the patterns of the protocol.
 */
import type { Protocol } from '../protocol/schema.ts';

/** The path that a pattern means for a patient, relative to the data folder. */
export function fillPattern(pattern: string, patient: string): string {
  return pattern.replaceAll('{patient}', patient);
}

/** Sequence name -> path of the image of a patient. */
export function imagePaths(protocol: Protocol, patient: string): ReadonlyMap<string, string> {
  const entries = Object.entries(protocol.sequences);
  return new Map(entries.map(([name, { file }]) => [name, fillPattern(file, patient)]));
}

/** Path of the mask of a patient. */
export function maskPath(protocol: Protocol, patient: string): string {
  return fillPattern(protocol.mask.file, patient);
}
