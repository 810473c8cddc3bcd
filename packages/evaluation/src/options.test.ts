import { describe, expect, test } from 'vitest';
import { analyseTable } from './analyse/analyse.ts';
import { ANALYSIS_DEFAULTS, resolveOptions } from './analyse/options.ts';
import { bottomAxis, leftAxis, linear, words } from './figure/drawing.ts';
import { aucOf } from './judge/discriminate.ts';
import { noEstimate } from './judge/estimate.ts';
import { checkOptions } from './options.ts';
import { planSize } from './size/size.ts';
import { parseTable } from './table/parse.ts';
import { estimate, printEstimate } from './write/numbers.ts';

const TABLE = parseTable('dls,cps20\n0.9,1\n0.2,0\n', 'scores.csv');
const SCALE = linear([0, 1], [0, 100]);
const NOBODY = { scores: new Float64Array(), targets: new Uint8Array() };
const NONE = noEstimate('DeLong', 'No patient.');
const AXIS = { ticks: [0, 1], label: 'share' };

/** Every public function that takes options, called with those given and one that nobody knows. */
const DOORS: readonly (readonly [name: string, call: (more: object) => unknown])[] = [
  ['resolveOptions', (more) => resolveOptions({ score: 'dls', label: 'cps20', ...more })],
  [
    'analyseTable',
    (more) => analyseTable(TABLE, { score: 'dls', label: 'cps20', ...more }, { sha256: '', mriscore: '' }),
  ],
  ['planSize', (more) => planSize({ ...more })],
  ['aucOf', (more) => aucOf(NOBODY, { ...more })],
  ['words', (more) => words(0, 0, 'n', { ...more })],
  ['bottomAxis', (more) => bottomAxis(SCALE, 0, { ...AXIS, ...more })],
  ['leftAxis', (more) => leftAxis(SCALE, 0, { ...AXIS, ...more })],
  ['printEstimate', (more) => printEstimate(NONE, { ...more })],
  ['estimate', (more) => estimate(NONE, null, { ...more })],
];

describe.each(DOORS)('%s', (_name, call) => {
  test('refuses an option that it does not know, and takes those that it does', () => {
    expect(() => call({ lable: 'x' })).toThrow(
      expect.objectContaining({
        code: 'options/unknown-key',
        message: expect.stringMatching(/^Unknown option lable\. Known options: [a-z]+/),
      }),
    );
    expect(() => call({})).not.toThrow();
  });
});

test('a known option is named with its default, one without a default by its name alone', () => {
  expect(() => checkOptions({ lable: 'x' }, { score: undefined, ...ANALYSIS_DEFAULTS })).toThrow(
    'Known options: score, label (default null), time (default null)',
  );
});

test('names that every object inherits are not known options', () => {
  for (const name of ['toString', 'constructor', 'hasOwnProperty'])
    expect(() => checkOptions({ [name]: 1 }, { score: undefined })).toThrow(`Unknown option ${name}.`);
});
