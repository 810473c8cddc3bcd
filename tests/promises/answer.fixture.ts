/**
 * What the tests of the volume commands look at: the answer of a command, and whether two volumes are the same.
 */
import { readFileSync } from 'node:fs';
import { compareGeometry, parseNifti, type Volume } from '@mriscore/volume';
import { expect } from 'vitest';
import { type Ended, eventsOf } from './command.ts';

/** A NIfTI file, read. */
export const nifti = (path: string): Volume => parseNifti(readFileSync(path));

/** The result of a command that ran with --json. */
export function resultOf(ended: Ended): Record<string, unknown> {
  const result = eventsOf(ended).find(({ kind }) => kind === 'result');
  return (result ?? {}) as Record<string, unknown>;
}

/** Code of the failure that a command with --json ended with. */
export const codeOf = (ended: Ended): unknown => eventsOf(ended).find(({ kind }) => kind === 'failed')?.code;

/** The same voxels in the same place. */
export function expectSame(a: Volume, b: Volume): void {
  expect(compareGeometry(a.geometry, b.geometry, 1e-4)).toBeNull();
  expect(a.data.findIndex((value, at) => value !== b.data[at])).toBe(-1);
  expect(a.data.length).toBe(b.data.length);
}
