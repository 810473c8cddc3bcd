import { StudyError, StudyErrors } from '@mriscore/study';
import { describe, expect, test } from 'vitest';
import { endingOf, failureJson, formatFailure } from './failure.ts';

const EMPTY = new StudyError(
  'mask/empty',
  { found: 'Found nothing.', needed: 'Needed a voxel.', remedy: 'Draw one.' },
  { patient: 'P1', file: 'masks/P1.nii.gz' },
);
const UNKNOWN = new StudyError('protocol/unknown-key', {
  found: 'Unknown key x.',
  needed: 'Known keys: y.',
  remedy: 'Remove it.',
});
const BUSY = new StudyError('run/locked', { found: 'Busy.', needed: 'One run.', remedy: 'Wait.' });

/** A refusal of the operating system as Node throws it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused, open '/data/a'`), {
    code,
    path: '/data/a',
    syscall: 'open',
  });
}

describe('formatFailure', () => {
  test('gives the code, what was found, what was needed and what to do, a line each', () => {
    expect(formatFailure(EMPTY)).toEqual([
      'mask/empty',
      '  Found nothing.',
      '  Needed a voxel.',
      '  Draw one.',
    ]);
  });

  test('lists several problems after their number', () => {
    expect(formatFailure(new StudyErrors([EMPTY, UNKNOWN]))).toEqual([
      'Found 2 problems.',
      '',
      ...formatFailure(EMPTY),
      '',
      ...formatFailure(UNKNOWN),
    ]);
  });

  test('shows a refusal of the operating system as a message with the file, never as a stack', () => {
    const [code, found, ...more] = formatFailure(systemError('EACCES'));
    expect(code).toBe('disk/not-allowed');
    expect(found).toContain('/data/a');
    expect(more).toHaveLength(2);
    expect(failureJson(systemError('EMFILE'))).toMatchObject({ code: 'disk/too-many-open-files' });
  });

  test('shows a fault of the program with its stack, and whatever else was thrown', () => {
    expect(formatFailure(new TypeError('broken')).join('\n')).toMatch(/TypeError: broken\n\s+at /);
    expect(formatFailure('text')).toEqual(['text']);
  });
});

test('failureJson says the same to a program', () => {
  expect(failureJson(new StudyErrors([EMPTY]))).toEqual({
    kind: 'failed',
    errors: [
      {
        kind: 'failed',
        code: 'mask/empty',
        ...EMPTY.finding,
        details: { patient: 'P1', file: 'masks/P1.nii.gz' },
      },
    ],
  });
  expect(failureJson(new Error('broken'))).toEqual({ kind: 'failed', message: 'broken' });
});

test.each([
  ['data', EMPTY, 10],
  ['protocol', UNKNOWN, 20],
  ['try again', BUSY, 75],
  ['data and protocol', new StudyErrors([EMPTY, UNKNOWN]), 20],
  ['several data', new StudyErrors([EMPTY, EMPTY]), 10],
  ['a fault of the program', new Error('broken'), 1],
  ['a full disk that nobody explained', systemError('ENOSPC'), 75],
  ['a file that may not be read, which nobody explained', systemError('EACCES'), 10],
])('the exit code of %s is right', (_, cause, code) => {
  expect(endingOf(cause)).toBe(code);
});
