import { describe, expect, test } from 'vitest';
import { parseTable } from './parse.ts';

describe('parseTable', () => {
  test.each([',', ';', '\t'])('reads cells separated by %j, without blanks around them', (mark) => {
    const text = `\ufeffpatient${mark}cps\r\nP1${mark} 30 \r\n\r\n`;
    const { columns, rows } = parseTable(text, 'table.csv');
    expect(columns).toEqual(['patient', 'cps']);
    expect(rows.map((row) => ({ ...row }))).toEqual([{ patient: 'P1', cps: '30' }]);
  });

  test('keeps text as text: quotes, leading zeros, line breaks', () => {
    const { rows } = parseTable('patient,note\n007,"a, ""b""\nc"\n', 'table.csv');
    expect({ ...rows[0] }).toEqual({ patient: '007', note: 'a, "b"\nc' });
  });

  test('a column may be called like a property of every object', () => {
    const { rows } = parseTable('patient,__proto__,constructor\nP1,a,b\n', 'table.csv');
    expect(Object.entries(rows[0] ?? {})).toEqual([
      ['patient', 'P1'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  test.each([
    ['a row that is too short', 'patient,cps\nP1\n', /Invalid Record Length/],
    ['a column that comes twice', 'patient,cps,cps\nP1,1,2\n', /Column cps comes twice/],
    ['a header alone', 'patient,cps\n', /no row below the header/],
    ['nothing', '', /no row below the header/],
    ['an open quote', 'patient,cps\nP1,"3\n', /[Qq]uote/],
  ])('refuses %s', (_, text, found) => {
    expect(() => parseTable(text, 'table.csv')).toThrow(found);
    expect(() => parseTable(text, 'table.csv')).toThrow(expect.objectContaining({ code: 'table/malformed' }));
  });
});
