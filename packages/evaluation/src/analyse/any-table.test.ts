import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EvaluationError } from '../errors.ts';
import { analysisInconsistencies } from '../gate/analysis.ts';
import { analysisFigures } from '../page/figures.ts';
import { formatAnalysisPage } from '../page/page.ts';
import { parseTable } from '../table/parse.ts';
import { analyseTable } from './analyse.ts';
import type { Analysis } from './analysis.ts';
import type { AnalysisRequest } from './options.ts';

const HEADER = 's,l,t,e,c,v,tr,w,w2';

const score = fc.oneof(
  fc.constantFrom(0, 1, 2),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
const row = fc
  .tuple(
    score,
    fc.constantFrom(0, 1, ''),
    fc.oneof(fc.constantFrom(1, 2, 'NA'), fc.double({ min: 0.1, max: 40, noNaN: true })),
    fc.constantFrom(0, 1),
    fc.constantFrom('A', 'B'),
    fc.constantFrom('x', 'y', 'z', ''),
    fc.constantFrom(0, 1),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 4 }),
  )
  .map((cells) => cells.join(','));

const outcome = fc.constantFrom<Partial<AnalysisRequest>>(
  { label: 'l' },
  { time: 't', event: 'e', treatment: 'tr' },
  { label: 'l', time: 't', event: 'e' },
);
const cutoff = fc.constantFrom<Partial<AnalysisRequest>>(
  {},
  { cutoff: 0.5 },
  { cohort: 'c', tuning: 'A' },
  { cohort: 'c', tuning: 'A', rule: 'median' },
  { exploratory: true, rule: 'maximally-selected' },
  { exploratory: true, cohort: 'c' },
);
const extra = fc.constantFrom<Partial<AnalysisRequest>>(
  {},
  { covariates: ['v', 'w'], secondScore: 'w2' },
  { interval: 'logit' },
  { interval: 'bootstrap', resamples: 20 },
);

/** The analysis, or null where table or request were refused by name. */
function analysed(rows: readonly string[], request: AnalysisRequest): Analysis | null {
  try {
    const table = parseTable([HEADER, ...rows].join('\n'), 'table.csv');
    return analyseTable(table, request, { sha256: '', mriscore: '0' });
  } catch (cause) {
    if (cause instanceof EvaluationError) return null;
    throw cause;
  }
}

/** Places of numbers that JSON would silently write as null. */
function notFinite(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => notFinite(member, `${path}.${key}`));
}

test('whatever small table it gets, it refuses by name or gives numbers that are finite, agree and can be printed', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 25 }),
      fc.tuple(outcome, cutoff, extra),
      (rows, choices) => {
        const analysis = analysed(rows, Object.assign({ score: 's' }, ...choices) as AnalysisRequest);
        if (analysis === null) return;
        expect(analysisInconsistencies(analysis)).toEqual([]);
        expect(notFinite(analysis.cohorts)).toEqual([]);
        const page = formatAnalysisPage(analysis, analysisFigures(analysis));
        expect(/NaN|undefined|Infinity/.exec(page)?.[0]).toBeUndefined();
      },
    ),
    { numRuns: 150 },
  );
});
