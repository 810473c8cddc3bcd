/**
 * What the operating system says of files, as coded messages with the file and a remedy.
 *
 * Every system error that a person can mend has a code of its own; a cause that is none stays as it is. Whether trying
 * again may help is told by the code: a full disk or too many open files may be gone, a missing file is not.
 */

/** Every code that a DiskError can carry. */
export const DISK_ERROR_CODES = [
  'disk/not-there',
  'disk/not-allowed',
  'disk/is-a-folder',
  'disk/not-a-folder',
  'disk/read-only',
  'disk/circular-link',
  'disk/name-too-long',
  'disk/too-large',
  'disk/no-space',
  'disk/too-many-open-files',
  'disk/input-output',
  'disk/busy',
  'disk/refused',
] as const;

/** One of them. */
export type DiskErrorCode = (typeof DISK_ERROR_CODES)[number];

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

/** What is said of one refusal of the operating system. */
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

const BUSY: Saying = {
  code: 'disk/busy',
  found: (file) => `${file} was in use or its disk did not answer in time.`,
  needed: 'A disk or network share that answers, and a file that no other program holds.',
  remedy: 'Wait or check the connection to the share, then run again: finished units are kept.',
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
  ENAMETOOLONG: {
    code: 'disk/name-too-long',
    found: (file) => `${file} is longer than a path may be.`,
    needed: 'Names of at most 255 bytes, and a path of at most 4096.',
    remedy: 'Shorten the names, or move the folder further up.',
  },
  ERR_FS_FILE_TOO_LARGE: {
    code: 'disk/too-large',
    found: (file) => `${file} holds more bytes than can be read at once.`,
    needed: 'A file of less than 2 GiB.',
    remedy: 'Check that this is the right file; split or compress it.',
  },
  EBUSY: BUSY,
  EAGAIN: BUSY,
  ETIMEDOUT: BUSY,
  ESTALE: BUSY,
  EIO: {
    code: 'disk/input-output',
    found: (file) => `The disk failed while ${file} was read or written.`,
    needed: 'A disk or network share that answers.',
    remedy: 'Check the disk or the connection to the share, then run again: finished units are kept.',
  },
};

/** Whether the operating system refused something about a file: Node names the call and, nearly always, the path. */
function isSystemError(cause: Error): cause is NodeJS.ErrnoException {
  const { code, path, syscall } = cause as NodeJS.ErrnoException;
  if (code === undefined) return false;
  return (
    Object.hasOwn(SAYINGS, code) || (/^E[A-Z0-9]+$/.test(code) && syscall !== undefined && path !== undefined)
  );
}

/** A refusal that has no words of its own: those of the operating system. */
function saidBySystem({ message }: Error): Saying {
  const words = /^E[A-Z0-9]+: [^,]+/.exec(message)?.[0] ?? message;
  return {
    code: 'disk/refused',
    found: (file) => `${file} was refused by the operating system (${words}).`,
    needed: 'A file or folder that it lets this program use.',
    remedy: 'Put right what it names, or use another folder.',
  };
}

/**
 * The coded error of a system error; whatever else was thrown stays as it is.
 *
 * @param cause What was thrown.
 * @param file What was opened, as the caller names it. Default: the path in the cause.
 * @example
 * throw explainSystemError(cause, 'study.yaml');
 */
export function explainSystemError(cause: unknown, file?: string): unknown {
  if (!(cause instanceof Error) || cause instanceof DiskError || !isSystemError(cause)) return cause;
  const { code = '', path } = cause;
  const { code: own, found, needed, remedy } = SAYINGS[code] ?? saidBySystem(cause);
  const name = file ?? path ?? 'a file';
  return new DiskError(own, { found: found(name), needed, remedy }, name, { cause });
}

/**
 * Waits for something on the disk and explains what the operating system refuses.
 *
 * @param file What is opened, as the reader of a message knows it. Default: the path in the refusal.
 * @throws DiskError for a system error; anything else as it was thrown.
 * @example
 * const text = await onDisk(readFile(path, 'utf8'), 'study.yaml');
 */
export async function onDisk<T>(doing: Promise<T>, file?: string): Promise<T> {
  return await doing.catch((cause: unknown) => {
    throw explainSystemError(cause, file);
  });
}
