/**
 * Reads numbers, lists and rules of a cut-off from the command line.
 */
import type { AnalysisRule } from '@mriscore/evaluation';
import { InvalidArgumentError } from 'commander';

/** A finite number. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Needed a number.');
}

/** A number above 0 and below 1. */
export function parseShare(text: string): number {
  const value = parseNumber(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Needed a number above 0 and below 1.');
}

/** Words between commas, blanks around them left out. Empty for an empty text. */
export function parseWords(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function parseEach(text: string, parse: (word: string) => number): readonly number[] {
  const values = parseWords(text).map(parse);
  if (values.length > 0) return values;
  throw new InvalidArgumentError('Needed at least one number.');
}

/** Shares between commas, such as `.43,.5`. */
export function parseShares(text: string): readonly number[] {
  return parseEach(text, parseShare);
}

/** Numbers above 0 between commas, such as `6,12,24`. */
export function parsePositives(text: string): readonly number[] {
  return parseEach(text, (word) => {
    const value = parseNumber(word);
    if (value > 0) return value;
    throw new InvalidArgumentError('Needed numbers above 0.');
  });
}

/** Whole numbers from 1 between commas, such as `5,10,20`. */
export function parseWholes(text: string): readonly number[] {
  return parseEach(text, (word) => {
    const value = parseNumber(word);
    if (Number.isInteger(value) && value >= 1) return value;
    throw new InvalidArgumentError('Needed whole numbers of at least 1.');
  });
}

const NAMED = ['youden', 'closest-topleft', 'median', 'maximally-selected'] as const;

/** A rule of a cut-off: a name, or `sensitivity=0.9`, or `specificity=0.9`. */
export function parseRule(text: string): AnalysisRule {
  const named = NAMED.find((name) => name === text);
  if (named !== undefined) return named;
  const [, kind, target] = /^(sensitivity|specificity)=(.+)$/.exec(text) ?? [];
  if (kind === undefined || target === undefined)
    throw new InvalidArgumentError(`Needed ${NAMED.join(', ')}, sensitivity=0.9 or specificity=0.9.`);
  const share = parseShare(target);
  return kind === 'sensitivity' ? { sensitivityAtLeast: share } : { specificityAtLeast: share };
}
