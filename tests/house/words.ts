/**
 * Whether texts hold words that do not belong in a finished, public source.
 *
 * Reads every text of the repository line by line. The words are put together here so that this file passes.
 */
import type { Check, Repository, Violation } from './check.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly files: RegExp;
  readonly message: string;
}

function lineCheck(head: Pick<Check, 'name' | 'promise'>, rules: readonly Rule[]): Check {
  const find = (repository: Repository): Violation[] =>
    repository.texts.flatMap(({ path, text }) => {
      const active = rules.filter((rule) => rule.files.test(path));
      if (active.length === 0) return [];
      return text.split('\n').flatMap((content, index) =>
        active.flatMap(({ pattern, message }) => {
          const name = pattern.exec(content)?.[0];
          if (name === undefined) return [];
          return [{ file: path, line: index + 1, name, message: `Found "${name}". ${message}` }];
        }),
      );
    });
  return { ...head, find };
}

const unfinished = new RegExp(
  `\\b(${['TO', 'FIX'].map((start, at) => start + ['DO', 'ME'][at]).join('|')})\\b`,
);

/** Work that is left over stands in the tracker, not in the source. */
export const noMarks = lineCheck(
  { name: 'marks', promise: 'no mark of unfinished work is left in the source' },
  [
    {
      pattern: unfinished,
      files: /\.(ts|tsx|js|mjs|sh|yml|yaml)$/,
      message: 'Needed the work done, or an issue.',
    },
  ],
);

const folder = ['', 'work', ''].join('/');

/** The source names no folder of the machine it was written on, and no registry but the public one. */
export const noPlaces = lineCheck(
  { name: 'places', promise: 'no path of one machine is named in the source' },
  [
    {
      pattern: new RegExp(`(?<![\\w.}\\])-])${folder}(main|shared|\\.)|(?<![\\w.])/(root|home)/\\w+/`),
      files: /./,
      message: 'Needed a path relative to the repository, or an environment variable.',
    },
    {
      pattern: /"resolved": "https?:\/\/(?!registry\.npmjs\.org\/)[^"]*"/,
      files: /package-lock\.json$/,
      message: 'Needed the public npm registry, or no address.',
    },
  ],
);
