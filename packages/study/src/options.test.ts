import { expect, test } from 'vitest';
import { checkOptions, type KnownOptions } from './options.ts';

interface CopyOptions {
  readonly folder: string;
  readonly attempts?: number;
}
const KNOWN: KnownOptions<CopyOptions> = { folder: null, attempts: 5 };

function refusal(given: object): unknown {
  try {
    checkOptions(given as CopyOptions, KNOWN);
  } catch (cause) {
    return cause;
  }
  return undefined;
}

test('an option that is not known is refused with the known ones and their defaults', () => {
  expect(refusal({ fodler: 'a' })).toMatchObject({
    code: 'options/unknown-key',
    message: expect.stringMatching(
      /^Unknown option fodler\. Known options: folder, attempts \(default 5\)\. /,
    ),
  });
});

test('every unknown option is named at once', () => {
  expect(refusal({ fodler: 'a', folder: 'b', atempts: 1 })).toMatchObject({
    message: expect.stringContaining('Unknown options fodler, atempts.'),
  });
});

test('known options pass, whatever they hold; so do names that every object inherits only when they are known', () => {
  expect(refusal({ folder: undefined })).toBeUndefined();
  expect(refusal(Object.fromEntries([['toString', 1]]))).toMatchObject({ code: 'options/unknown-key' });
});
