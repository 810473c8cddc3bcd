/**
 * How a scan on the disk is refused: in the words of what refused it, with the name of the file.
 *
 * Knows nothing of patients: a file is named as the caller named it.
 */
import { VolumeError } from '@mriscore/volume';
import { ScanError, type ScanErrorCode } from './errors.ts';

/** What is said of a refused file. */
export interface ScanFinding {
  readonly found: string;
  readonly needed: string;
  readonly remedy: string;
  readonly details?: Record<string, unknown>;
}

/** The error of a file. The finding begins with its name. */
export function scanError(
  code: ScanErrorCode,
  file: string,
  { found, needed, remedy, details }: ScanFinding,
): ScanError {
  return new ScanError(code, { found: `${file}: ${found}`, needed, remedy }, { file, ...details });
}

/** The same refusal with the name of the file; faults of the program stay as they are. */
export function withFile(file: string, cause: unknown): unknown {
  if (!(cause instanceof VolumeError)) return cause;
  const { found, needed, remedy } = cause.finding;
  const finding = { found: `${file}: ${found}`, needed, remedy };
  return new ScanError(cause.code, finding, { ...cause.details, file }, { cause });
}

/**
 * Does a step that reads or prepares a file, and names the file when the step refuses.
 *
 * @throws ScanError with the code of the VolumeError that the step threw.
 */
export async function naming<T>(file: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw withFile(file, cause);
  }
}
