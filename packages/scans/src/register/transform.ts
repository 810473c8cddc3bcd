/**
 * The file of a motion between two scans: ITK's text form for other programs, or a JSON record of how it was found.
 *
 * Both take points of the fixed scan to the moving one, LPS mm.
 */
import { readFile } from 'node:fs/promises';
import { formatItkRigid, parseItkTransform, type RegisterPlan, rigidAffine } from '@mriscore/volume';
import { refuse } from '../refusal.ts';

/** A registration as it is kept: what was found, on which files. */
export interface RegistrationRecord {
  readonly kind: 'mriscore-registration';
  readonly version: 1;
  readonly fixed: string;
  readonly moving: string;
  /** Takes points of the fixed scan to the moving one, LPS mm; 3x4 row-major. */
  readonly fixedToMovingLps: readonly number[];
  readonly plan: RegisterPlan;
}

/** Whether a name asks for the JSON record and not for ITK's text form. */
export const isRecord = (path: string): boolean => path.toLowerCase().endsWith('.json');

/** Whether a name is one a transform is written under. */
export const isTransformName = (path: string): boolean => /\.(json|tfm|txt)$/i.test(path);

/** The bytes of a transform's file, by its name: .json, .tfm or .txt. */
export function formatTransform(
  path: string,
  about: { readonly fixed: string; readonly moving: string; readonly plan: RegisterPlan },
): Uint8Array {
  const { fixed, moving, plan } = about;
  if (!isRecord(path)) return formatItkRigid(plan.motion);
  const record: RegistrationRecord = {
    kind: 'mriscore-registration',
    version: 1,
    fixed,
    moving,
    fixedToMovingLps: [...rigidAffine(plan.motion)],
    plan,
  };
  return new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`);
}

function parseRecord(text: string): Float64Array {
  const damaged = (found: string): never =>
    refuse('transform/damaged', {
      found,
      needed: 'The record that register wrote is needed, with twelve finite numbers.',
      remedy: 'Register again with --transform, or give the .tfm file.',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged('it is no JSON.');
  }
  const affine = (value as { fixedToMovingLps?: unknown } | null)?.fixedToMovingLps;
  const fits =
    Array.isArray(affine) &&
    affine.length === 12 &&
    affine.every((v) => typeof v === 'number' && Number.isFinite(v));
  return fits ? Float64Array.from(affine as number[]) : damaged('it holds no fixedToMovingLps.');
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return refuse('scan/missing', {
      found: 'there is no such file.',
      needed: 'A transform (.tfm, .txt or .json) is needed.',
      remedy: 'Correct the path.',
    });
  }
}

/**
 * Reads a linear transform.
 *
 * @param path A record (.json) or ITK's text form (any other name).
 * @returns 3x4 row-major, LPS mm, points of the fixed scan to the moving one.
 * @throws Refusal `scan/missing`, VolumeError `transform/not-transform`, `transform/unsupported`, `transform/damaged`,
 *   system errors. `naming` names the file.
 */
export async function readTransform(path: string): Promise<Float64Array> {
  const bytes = await readWhole(path);
  return isRecord(path) ? parseRecord(new TextDecoder().decode(bytes)) : parseItkTransform(bytes);
}
