/**
 * What turns stored values into values: slope and intercept of the header, and Philips' own scale beside them.
 *
 * Philips writes a slope for display that differs from series to series. Where the header holds the private scale
 * slope as well, values are those that the scanner measured, stored * RS + RI over RS * SS, as dcm2niix gives them.
 *
 * @see Chenevert et al., Transl Oncol 7 (2014) 65-71.
 */
import { numbersOfElement } from '../parse/value.ts';
import { type FrameScope, scopeNumber, scopeText } from './groups.ts';

/** Value = slope * stored + intercept. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

/** Scale slope (2005,100E) in the block of Philips MR Imaging DD 001. */
const PHILIPS_SCALE_SLOPE = 0x2005100e;

function philipsScale(scope: FrameScope): number | undefined {
  if (!/philips/i.test(scopeText(scope, 'Manufacturer') ?? '')) return undefined;
  const dataset = scope.find(({ elements }) => elements.has(PHILIPS_SCALE_SLOPE));
  const element = dataset?.elements.get(PHILIPS_SCALE_SLOPE);
  if (dataset === undefined || element === undefined || element.items !== undefined) return undefined;
  // Implicit files do not say the type; the private dictionary of the vendor has one float.
  const asFloat = element.vr === 'UN' || element.vr === 'OB';
  if (asFloat && element.value.length !== 4) return undefined;
  const known = asFloat ? ({ ...element, vr: 'FL' } as const) : element;
  const scale = numbersOfElement(dataset, known)[0];
  return scale !== undefined && Number.isFinite(scale) && scale > 0 ? scale : undefined;
}

/**
 * The rescaling of one frame.
 *
 * @throws VolumeError `dicom/value` when a field holds what is no number.
 */
export function rescaleOf(scope: FrameScope): Rescale {
  const slope = scopeNumber(scope, 'RescaleSlope') ?? 1;
  const intercept = scopeNumber(scope, 'RescaleIntercept') ?? 0;
  const scale = philipsScale(scope);
  if (scale === undefined || slope === 0) return { slope, intercept };
  return { slope: 1 / scale, intercept: intercept / (slope * scale) };
}
