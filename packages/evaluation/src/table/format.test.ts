import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCsv } from './format.ts';

describe('formatCsv', () => {
  test('null is an empty cell, numbers keep every digit', () => {
    expect(formatCsv(['a', 'b', 'c'], [[null, 0.1 + 0.2, true]])).toBe('a,b,c\n,0.30000000000000004,true\n');
  });

  test('commas, quotes and line breaks are quoted', () => {
    expect(formatCsv(['a'], [['x,y'], ['say "no"'], ['two\nlines']])).toBe(
      'a\n"x,y"\n"say ""no"""\n"two\nlines"\n',
    );
  });

  test.each(['=HYPERLINK("x")', '+cmd', '-cmd', '@SUM(A1)', '\tx'])(
    'a spreadsheet does not run %j as a formula',
    (text) => {
      const [[cell]] = parse(formatCsv([], [[text]]).trimStart(), { relax_column_count: true }) as [[string]];
      expect(cell.startsWith("'")).toBe(true);
    },
  );

  test('a negative number is no formula', () => {
    expect(formatCsv(['a'], [['-3.5'], [-3.5]])).toBe('a\n-3.5\n-3.5\n');
  });

  test('another program reads back the texts that were written', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, plain), { minLength: 1 }), (rows) => {
        expect(parse(formatCsv(['a', 'b'], rows), { from_line: 1 })).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });
});
