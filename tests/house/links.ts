/**
 * Whether relative links in the prose lead somewhere.
 *
 * Reads Markdown and the list of files; checks files and headings. Knows nothing of the web: other hosts are not asked.
 */
import path from 'node:path';
import type { Check, Repository, TextFile, Violation } from './check.ts';

interface Link {
  readonly target: string;
  readonly line: number;
}

/** Lines outside fenced code, with inline code blanked, each with its number from 1. */
function proseLines(text: string): { line: string; number: number }[] {
  let fence: string | undefined;
  const lines: { line: string; number: number }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence === undefined && mark === undefined) {
      lines.push({ line: line.replace(/(`+)(?!`).*?\1/g, ''), number: index + 1 });
    } else if (fence === undefined) {
      fence = mark;
    } else if (mark?.startsWith(fence)) {
      fence = undefined;
    }
  }
  return lines;
}

/** Inline links and images, reference definitions, and the two HTML attributes that Markdown pages use. */
const LINKS = [
  /\]\(\s*<?([^)<>\s]+)>?[^)]*\)/g,
  /^\s*\[[^\]]+\]:\s*<?([^\s>]+)/g,
  /\b(?:href|src)="([^"]+)"/g,
];

function linksOf(text: string): Link[] {
  return proseLines(text).flatMap(({ line, number }) =>
    LINKS.flatMap((pattern) =>
      [...line.matchAll(pattern)].map((match) => ({ target: match[1]!, line: number })),
    ),
  );
}

/** The anchors of a page: its headings in GitHub's spelling, a repeated one with its count. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const heading of text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading[1]!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const own of text.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(own[1]!);
  return anchors;
}

/** What is wrong with a link of a page; undefined when it leads somewhere or out of the repository. */
function fault(page: TextFile, target: string, repository: Repository): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return undefined;
  const [file = '', anchor = ''] = decodeURI(target).split('#');
  const place =
    file === '' ? page.path : path.posix.join(path.posix.dirname(page.path), file).replace(/\/$/, '');
  if (file.startsWith('/') || place.startsWith('../'))
    return 'Needed a relative link that stays in the repository.';
  if (place !== '.' && !repository.paths.has(place)) return `Needed a file or folder at ${place}.`;
  const prose = repository.prose.find((other) => other.path === place);
  if (anchor === '' || prose === undefined || anchorsOf(prose.text).has(anchor.toLowerCase()))
    return undefined;
  return `Needed a heading #${anchor} in ${place}.`;
}

function findDeadLinks(repository: Repository): Violation[] {
  return repository.prose.flatMap((page) =>
    linksOf(page.text).flatMap(({ target, line }) => {
      const needed = fault(page, target, repository);
      if (needed === undefined) return [];
      return [{ file: page.path, line, name: target, message: `Found a link to ${target}. ${needed}` }];
    }),
  );
}

/** No link in the prose is dead. */
export const links: Check = {
  name: 'links',
  promise: 'every relative link in the prose leads to a file and a heading',
  find: findDeadLinks,
};
