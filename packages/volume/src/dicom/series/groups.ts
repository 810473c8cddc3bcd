/**
 * Attributes of one frame, wherever the file keeps them: at the top, or in per-frame or shared functional groups.
 *
 * Reads data sets, gives values by keyword. Knows nothing of what they mean.
 */
import type { DicomDataset } from '../parse/dataset.ts';
import { findElement, findItems, findNumber, findNumbers, findText, findTexts } from '../parse/value.ts';

/** The data sets in which attributes of a frame are looked for, most specific first. */
export type FrameScope = readonly DicomDataset[];

/** Data sets of one frame of an enhanced file, each functional group opened up; the file itself comes last. */
function enhancedScope(
  dataset: DicomDataset,
  shared: readonly DicomDataset[],
  own: DicomDataset | undefined,
): FrameScope {
  const scope: DicomDataset[] = [];
  for (const groups of [...(own === undefined ? [] : [own]), ...shared]) {
    for (const element of groups.elements.values()) {
      const first = element.items?.[0];
      if (first !== undefined) scope.push(first);
    }
  }
  scope.push(dataset);
  return scope;
}

/**
 * A scope for each frame of a file.
 *
 * @param frames Number of frames that the pixel description gives.
 */
export function frameScopes(dataset: DicomDataset, frames: number): FrameScope[] {
  const shared = findItems(dataset, 'SharedFunctionalGroupsSequence').slice(0, 1);
  const perFrame = findItems(dataset, 'PerFrameFunctionalGroupsSequence');
  if (perFrame.length === 0) {
    const scope = shared.length === 0 ? [dataset] : enhancedScope(dataset, shared, undefined);
    return Array.from({ length: frames }, () => scope);
  }
  return Array.from({ length: frames }, (_, n) => enhancedScope(dataset, shared, perFrame[n]));
}

function holder(scope: FrameScope, keyword: string): DicomDataset | undefined {
  return scope.find((dataset) => (findElement(dataset, keyword)?.value.length ?? 0) > 0);
}

/** The scope of one frame of a file, from 0. */
export function frameScope(dataset: DicomDataset, frame: number): FrameScope {
  const shared = findItems(dataset, 'SharedFunctionalGroupsSequence').slice(0, 1);
  const own = findItems(dataset, 'PerFrameFunctionalGroupsSequence')[frame];
  return shared.length === 0 && own === undefined ? [dataset] : enhancedScope(dataset, shared, own);
}

/** The first number of an attribute anywhere in the scope. Throws `dicom/value`. */
export function scopeNumber(scope: FrameScope, keyword: string): number | undefined {
  const dataset = holder(scope, keyword);
  return dataset === undefined ? undefined : findNumber(dataset, keyword);
}

/** All numbers of an attribute anywhere in the scope. Throws `dicom/value`. */
export function scopeNumbers(scope: FrameScope, keyword: string): number[] {
  const dataset = holder(scope, keyword);
  return dataset === undefined ? [] : findNumbers(dataset, keyword);
}

/** The first text of an attribute anywhere in the scope. */
export function scopeText(scope: FrameScope, keyword: string): string | undefined {
  const dataset = holder(scope, keyword);
  return dataset === undefined ? undefined : findText(dataset, keyword);
}

/** All texts of an attribute anywhere in the scope. */
export function scopeTexts(scope: FrameScope, keyword: string): string[] {
  const dataset = holder(scope, keyword);
  return dataset === undefined ? [] : findTexts(dataset, keyword);
}

/** Whether a sequence with at least one item is anywhere in the scope. */
export function scopeHasItems(scope: FrameScope, keyword: string): boolean {
  return scope.some((dataset) => findItems(dataset, keyword).length > 0);
}
