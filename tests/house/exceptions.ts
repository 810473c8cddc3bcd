/**
 * Every place that a house check lets pass, by name and with the reason.
 *
 * An exception that excuses nothing any more is a violation itself, so this list only holds what is true today.
 */

/** One excused violation. */
export interface Exception {
  /** Name of the check. */
  readonly check: string;
  /** Path from the root. */
  readonly file: string;
  /** The violation's name: a function, an import, a call. Left out, every violation of the check in this file. */
  readonly name?: string;
  /** Why the rule does not fit here: a whole sentence. */
  readonly reason: string;
}

/** The list. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    check: 'writes',
    file: 'packages/scans/src/disk/atomic-write.ts',
    reason: 'This is the module for atomic writes.',
  },
  {
    check: 'one-name',
    file: 'packages/volume/src/gzip/deflate/portable.ts',
    name: 'streams',
    reason:
      'The same thing where Node is not there: package.json chooses between the two files by condition.',
  },
];
