/**
 * What the operating system says of files, as coded messages with the file and a remedy.
 *
 * Every system error that a person can mend has a code of its own; a cause that is none stays as it is. Whether trying
 * again may help is told by the code: a full disk or too many open files may be gone, a missing file is not.
 */

/** Every code that a DiskError can carry. */
export type DiskErrorCode =
  | 'disk/not-there'
  | 'disk/not-allowed'
  | 'disk/is-a-folder'
  | 'disk/not-a-folder'
  | 'disk/read-only'
  | 'disk/circular-link'
  | 'disk/no-space'
  | 'disk/too-many-open-files'
  | 'disk/input-output';

/** The three sentences a reader of an error gets. */
interface Finding {
  readonly found: string;
  readonly needed: string;
  readonly remedy: string;
}

/** A file or folder that the operating system refuses. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly code: DiskErrorCode;
  readonly finding: Finding;
  readonly details: { readonly file: string };

  constructor(code: DiskErrorCode, finding: Finding, file: string, options?: ErrorOptions) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`, options);
    this.code = code;
    this.finding = finding;
    this.details = { file };
  }
}

interface Saying {
  readonly code: DiskErrorCode;
  readonly found: (file: string) => string;
  readonly needed: string;
  readonly remedy: string;
}

const NO_SPACE: Saying = {
  code: 'disk/no-space',
  found: (file) => `The disk was full while ${file} was being written.`,
  needed: 'Enough free space for what is written.',
  remedy: 'Free some space and run again: finished units are kept.',
};
const NOT_ALLOWED: Saying = {
  code: 'disk/not-allowed',
  found: (file) => `${file} may not be opened: the permission is missing.`,
  needed: 'A file or folder that the user who runs this may read, and write where something is written.',
  remedy: 'Change its permissions or owner, or run as a user who may.',
};
const TOO_MANY: Saying = {
  code: 'disk/too-many-open-files',
  found: (file) => `Too many files were open when ${file} was opened.`,
  needed: 'A limit of open files that leaves room for a few dozen.',
  remedy: 'End other programs or raise the limit (ulimit -n), then run again: finished units are kept.',
};

const SAYINGS: Readonly<Record<string, Saying>> = {
  ENOENT: {
    code: 'disk/not-there',
    found: (file) => `There is no ${file}.`,
    needed: 'A file or folder that exists.',
    remedy: 'Correct the path.',
  },
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EISDIR: {
    code: 'disk/is-a-folder',
    found: (file) => `${file} is a folder.`,
    needed: 'A file.',
    remedy: 'Name the file, or move the folder away.',
  },
  ENOTDIR: {
    code: 'disk/not-a-folder',
    found: (file) => `A part of the path ${file} is a file and no folder.`,
    needed: 'A path of folders.',
    remedy: 'Correct the path, or move that file away.',
  },
  EROFS: {
    code: 'disk/read-only',
    found: (file) => `${file} lies on a disk that cannot be written to.`,
    needed: 'A folder that can be written to.',
    remedy: 'Copy the folder to another disk, or mount this one for writing.',
  },
  ELOOP: {
    code: 'disk/circular-link',
    found: (file) => `${file} is a link that leads back to itself.`,
    needed: 'Links that end at a file or folder.',
    remedy: 'Mend or remove the link.',
  },
  ENOSPC: NO_SPACE,
  EDQUOT: { ...NO_SPACE, found: (file) => `The quota was used up while ${file} was being written.` },
  EMFILE: TOO_MANY,
  ENFILE: TOO_MANY,
  EIO: {
    code: 'disk/input-output',
    found: (file) => `The disk failed while ${file} was read or written.`,
    needed: 'A disk or network share that answers.',
    remedy: 'Check the disk or the connection to the share, then run again: finished units are kept.',
  },
};

/**
 * The coded error of a system error; whatever else was thrown stays as it is.
 *
 * @param cause What was thrown.
 * @param file What was opened, as the caller names it; the path in the cause goes before it where there is one.
 * @example
 * throw explainSystemError(cause, 'study.yaml');
 */
export function explainSystemError(cause: unknown, file: string): unknown {
  if (!(cause instanceof Error) || cause instanceof DiskError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  const saying = code === undefined ? undefined : SAYINGS[code];
  if (saying === undefined) return cause;
  const { found, needed, remedy } = saying;
  return new DiskError(saying.code, { found: found(file), needed, remedy }, file, { cause });
}
