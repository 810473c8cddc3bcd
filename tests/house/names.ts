/**
 * Whether files and folders are named after what they are about.
 *
 * Reads paths only. A name that fits any content collects any content.
 */
import path from 'node:path';
import type { Check, Repository, Violation } from './check.ts';

const EMPTY_WORDS = ['util', 'helper', 'common', 'base', 'manager', 'handler'];

/** The words of a file's or folder's name, in lower case and singular: `fileUtils.test.ts` has file and util. */
function wordsOf(name: string): string[] {
  const stem = name.split('.')[0] ?? name;
  const words = stem.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[\s_-]+/);
  return words.map((word) => word.toLowerCase().replace(/s$/, ''));
}

function findEmptyNames(repository: Repository): Violation[] {
  return [...repository.paths].flatMap((file) => {
    const name = path.posix.basename(file);
    const word = wordsOf(name).find((part) => EMPTY_WORDS.includes(part));
    if (word === undefined) return [];
    const message = `Found the word "${word}" in a name. Needed the field's word for what is inside.`;
    return [{ file, line: 1, name, message }];
  });
}

/** No file or folder has a name that says nothing. */
export const names: Check = {
  name: 'names',
  promise: `no file or folder is called ${EMPTY_WORDS.join(', ')}`,
  find: findEmptyNames,
};
