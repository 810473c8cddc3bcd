/**
 * Where the images and the mask of a patient are, by the patterns of the protocol.
 */
import type { Protocol } from '../protocol/schema.ts';
import type { ImageSource } from './read.ts';

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

/** A protocol and the absolute folder that its paths are relative to. */
export interface ImagePlace {
  readonly protocol: Protocol;
  readonly data: string;
}

/** Where the image of a patient is, and which series is meant where it is one of several. */
export function imageSource({ protocol, data }: ImagePlace, patient: string, sequence: string): ImageSource {
  const { file, recognise, series } = protocol.sequences[sequence]!;
  const named = series?.[patient];
  const choice = {
    ...(named === undefined ? {} : { series: named }),
    ...(recognise === undefined ? {} : { recognise }),
  };
  return { patient, what: sequence, data, file: fillPattern(file, patient), choice };
}

/** Where the mask of a patient is, with the scan it was drawn on and the region that counts. */
export function maskSource({ protocol, data }: ImagePlace, patient: string): ImageSource {
  const { drawnOn, region } = protocol.mask;
  const reference = imagePaths(protocol, patient).get(drawnOn);
  return {
    patient,
    what: 'mask',
    data,
    file: maskPath(protocol, patient),
    ...(reference === undefined ? {} : { reference }),
    ...(region === undefined ? {} : { region }),
  };
}
