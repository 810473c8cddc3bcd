import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test('a whole text gives its value', () => {
  expect(parseJson('{"a":[1,null]}', 'a.json')).toEqual({ a: [1, null] });
});

test.each(['', '{', '{"schema":', '{"a":1}{', '\0\0\0\0'])(
  'a damaged file (%j) is named, with what to do',
  (text) => {
    const refused = expect.objectContaining({
      code: 'run/input-changed',
      details: { file: 'ledger/lock.json' },
    });
    expect(() => parseJson(text, 'ledger/lock.json')).toThrow(refused);
  },
);
