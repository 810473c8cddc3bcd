/**
 * Whether the sources as a whole stay short, not only the longest of them.
 *
 * Counts the lines of every file of all packages, comments included; tests and fixtures are not counted.
 */
import { type Check, isPublished, type Repository, type Violation } from './check.ts';

/** Longest that the file at each share of the list may be. */
const LIMITS = [
  { share: 0.5, name: 'median', lines: 100 },
  { share: 0.95, name: '95th percentile', lines: 250 },
];

/** The smallest count that at least this share of the files does not exceed. */
function atShare(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function findLongSources(repository: Repository): Violation[] {
  const counts = repository.code
    .filter((file) => isPublished(file.path))
    .map(({ text }) => text.trimEnd().split('\n').length)
    .sort((a, b) => a - b);
  return LIMITS.flatMap(({ share, name, lines }) => {
    const found = atShare(counts, share);
    const message = `Found ${found} lines as ${name} of ${counts.length} files. Needed at most ${lines}.`;
    return found <= lines ? [] : [{ file: 'packages', line: 1, name, message }];
  });
}

/** A reader who opens any file meets one idea. */
export const lengths: Check = {
  name: 'lengths',
  promise: 'half of the sources have at most 100 lines, 95 of 100 at most 250',
  find: findLongSources,
};
