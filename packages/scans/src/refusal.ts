/**
 * How a scan on the disk is refused: said once, at the door that knows the name of the file.
 *
 * Whatever works on bytes or on an opened file throws a `Refusal` or a VolumeError, neither of which names a file. Each
 * public function does its work in steps, one file a step, and `naming` gives what a step throws the file's name. Steps
 * do not lie inside each other. Knows nothing of patients: a file is named as the caller named it.
 */
import { VolumeError } from '@mriscore/volume';
import { explainSystemError } from './disk/errors.ts';
import { ScanError, type ScanErrorCode } from './errors.ts';

/** What is said of a file that is refused. */
export interface RefusalWords {
  /** What was found, beginning in lower case: the name of the file goes before it. */
  readonly found: string;
  readonly needed: string;
  readonly remedy: string;
  /** The part of the file or folder that is meant, such as a series and one of its images. Default: all of it. */
  readonly part?: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A file that is refused by who does not know its name. Never leaves this package. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ScanErrorCode;
  readonly words: RefusalWords;

  constructor(code: ScanErrorCode, words: RefusalWords) {
    super(`${words.found} ${words.needed} ${words.remedy}`);
    this.code = code;
    this.words = words;
  }

  /** This refusal with the name of the file. */
  of(file: string): ScanError {
    const { found, needed, remedy, part = [], details } = this.words;
    // A file that was opened alone is its only part, and is named once.
    const name = [file, ...part.filter((one) => one !== file)].join(', ');
    return new ScanError(
      this.code,
      { found: `${name}: ${found}`, needed, remedy },
      { file: name, ...details },
      { cause: this },
    );
  }
}

/** Refuses the file at hand. */
export function refuse(code: ScanErrorCode, words: RefusalWords): never {
  throw new Refusal(code, words);
}

function named(file: string, cause: unknown): unknown {
  if (cause instanceof Refusal) return cause.of(file);
  if (!(cause instanceof VolumeError)) {
    const { path } = (cause ?? {}) as NodeJS.ErrnoException;
    return explainSystemError(cause, path ?? file);
  }
  const { found, needed, remedy } = cause.finding;
  const finding = { found: `${file}: ${found}`, needed, remedy };
  return new ScanError(cause.code, finding, { ...cause.details, file }, { cause });
}

/**
 * Does one step and names the file when the step refuses it.
 *
 * @param file The file or folder that the step is about, as the caller names it. Where the operating system names one
 *   below it, that one is meant.
 * @throws ScanError for a Refusal or VolumeError; DiskError for what the operating system refuses; faults of the
 *   program as they are.
 */
export async function naming<T>(file: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw named(file, cause);
  }
}
