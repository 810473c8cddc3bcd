import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EvaluationError, EvaluationErrors } from '../errors.ts';
import { analysisInconsistencies } from '../gate/analysis.ts';
import type { AnalysisPart } from '../judge/part.ts';
import { parseTable } from '../table/parse.ts';
import { analyseTable } from './analyse.ts';
import type { Analysis, CohortAnalysis } from './analysis.ts';
import { numbersOfAnalysis } from './numbers.ts';
import type { AnalysisRequest } from './options.ts';
import { answerOf, csvOf, isAbsent, TRIALS, why } from './reference-tables.fixture.ts';

const SOURCE = { sha256: '', mriscore: '0' };

function analyse(text: string, request: AnalysisRequest): Analysis {
  const analysis = analyseTable(parseTable(text, 'table.csv'), request, SOURCE);
  expect(analysisInconsistencies(analysis)).toEqual([]);
  return analysis;
}

function only({ cohorts }: Analysis): CohortAnalysis {
  expect(cohorts).toHaveLength(1);
  return cohorts[0]!;
}

function part<T>(found: AnalysisPart<T>): T {
  if (!found.done) throw new Error(found.reason);
  return found;
}

/** Code and text of every problem that a request is refused with. */
function problems(text: string, request: AnalysisRequest): readonly { code: string; message: string }[] {
  try {
    analyse(text, request);
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
    const all = cause instanceof EvaluationErrors ? cause.errors : [cause];
    return all.map(({ code, message }) => ({ code, message }));
  }
  return [];
}

describe.skipIf(isAbsent)(`on real data the numbers are R's${why}`, () => {
  test('AUC with both DeLong intervals, average precision and paired comparison of aSAH', () => {
    const r = answerOf<Record<string, number>>('roc', 'aSAH.auc.s100b');
    const request = { label: 'y', score: 's100b', secondScore: 'ndka' } as const;
    const plain = only(analyse(csvOf('aSAH'), request));
    const { auc, n, positives, precisionRecall } = part(plain.discrimination);
    expect([n, positives]).toEqual([113, 41]);
    expect([auc.value, auc.lower, auc.upper]).toEqual([
      expect.closeTo(r.auc!, 10),
      expect.closeTo(r.ci_lower!, 10),
      expect.closeTo(r.ci_upper!, 10),
    ]);
    const recall = answerOf<Record<string, number>>('roc', 'aSAH.pr.s100b');
    expect(precisionRecall?.averagePrecision).toBeCloseTo(recall.average_precision!, 10);
    const logit = part(only(analyse(csvOf('aSAH'), { ...request, interval: 'logit' })).discrimination).auc;
    expect(logit.lower).toBeCloseTo(r.ci_logit_lower!, 10);
    expect(logit.upper).toBeCloseTo(r.ci_logit_upper!, 10);
    const paired = answerOf<Record<string, number>>('roc', 'aSAH.delong.s100b_vs_ndka');
    const compared = part(part(plain.comparison).auc);
    expect(compared.p).toBeCloseTo(paired.p!, 10);
    expect(compared.difference.lower).toBeCloseTo(paired.ci_lower!, 10);
  });

  test('logistic regression of aSAH', () => {
    const r = answerOf<{ or: number[]; p: number[] }>('logistic', 'aSAH.multi');
    const { terms, n } = part(
      only(analyse(csvOf('aSAH'), { label: 'y', score: 's100b', covariates: ['wfns', 'age', 'female'] }))
        .logistic,
    );
    expect(n).toBe(113);
    expect(terms.map(({ name }) => name)).toEqual(['score per SD', 'wfns', 'age', 'female']);
    expect(terms[1]?.ratio.value).toBeCloseTo(r.or[2]!, 8);
    expect(terms.map(({ ratio }) => ratio.p)).toEqual(r.p.slice(1).map((p) => expect.closeTo(p, 7)));
  });

  test('log-rank test, hazard ratio and Cox regression of lung', () => {
    const days = { time: 'time', event: 'event', timeUnit: 'days' } as const;
    const split = part(only(analyse(csvOf('lung'), { score: 'female', cutoff: 1, ...days })).survival);
    const { logrank } = answerOf<{ logrank: { chisq: number; p: number } }>('logrank', 'lung.lr.female');
    expect(split.endpoint.logRank.statistic).toBeCloseTo(logrank.chisq, 8);
    expect(split.endpoint.logRank.p).toBeCloseTo(logrank.p, 10);
    const one = answerOf<Record<string, number[]>>('cox', 'lung.cox1.efron');
    const { hazardRatio } = split.endpoint;
    expect(hazardRatio.value).toBeCloseTo(one.hr![0]!, 8);
    expect(hazardRatio.lower).toBeCloseTo(one.hr_ci_lower![0]!, 8);
    expect(hazardRatio.upper).toBeCloseTo(one.hr_ci_upper![0]!, 8);
    const all = answerOf<Record<string, number[]>>('cox', 'lung.cox.efron');
    const model = part(
      only(analyse(csvOf('lung'), { score: 'age', covariates: ['female', 'ecog'], ...days })).cox,
    );
    expect(model.terms.map(({ ratio }) => ratio.p)).toEqual(all.p!.map((p) => expect.closeTo(p, 8)));
    expect(model.terms[2]?.ratio.value).toBeCloseTo(all.hr![2]!, 8);
  });

  test("Harrell's and Uno's C, their comparison and the maximally selected cut-off of veteran", () => {
    const request = {
      score: 'karno',
      secondScore: 'age',
      time: 'time',
      event: 'event',
      timeUnit: 'days',
      exploratory: true,
      rule: 'maximally-selected',
    } as const;
    const cohort = only(analyse(csvOf('veteran'), request));
    const { harrell, uno } = part(cohort.survival);
    expect(harrell.value).toBeCloseTo(
      answerOf<{ c: number }>('discrimination', 'veteran.cindex.karno').c,
      10,
    );
    expect(uno.value).toBeCloseTo(answerOf<{ c: number }>('discrimination', 'veteran.uno.karno').c, 10);
    const compared = answerOf<{ diff: number; p: number }>('discrimination', 'veteran.cdiff');
    const concordance = part(part(cohort.comparison).concordance);
    expect(concordance.difference.value).toBeCloseTo(compared.diff, 10);
    const selected = answerOf<Record<string, number>>('cutpoint', 'veteran.maxstat.karno');
    expect(cohort.cutoff.origin).toBe('apparent');
    expect(cohort.cutoff.selection?.statistic).toBeCloseTo(selected.statistic!, 8);
    expect(cohort.cutoff.selection?.pLausen92).toBeCloseTo(selected.p_lau92!, 10);
  });

  test('time-dependent AUC of lung at 180, 365 and 540 days', () => {
    const r = answerOf<{ auc: number[]; cases: number[] }>('discrimination', 'lung.tdroc.age');
    const months = [180, 365, 540].map((days) => days * (12 / 365.25));
    const request = {
      score: 'age',
      time: 'time',
      event: 'event',
      timeUnit: 'days',
      horizonsMonths: months,
    } as const;
    const { aucAtTimes } = part(only(analyse(csvOf('lung'), request)).survival);
    expect(aucAtTimes.map(({ auc }) => auc.value)).toEqual(r.auc.map((value) => expect.closeTo(value, 8)));
    expect(aucAtTimes.map(({ cases }) => cases)).toEqual(r.cases);
  });

  test('the head-and-neck cohort of TCGA: one row without follow-up is counted, the rest is R', () => {
    const text = readFileSync(join(TRIALS, 'tcga_hnsc_cdr.csv'), 'utf8');
    const r = JSON.parse(readFileSync(join(TRIALS, 'r_reference.json'), 'utf8')).tcga_hnsc;
    const analysis = analyse(text, {
      score: 'age',
      time: 'OS.time',
      event: 'OS',
      timeUnit: 'days',
      covariates: ['gender'],
    });
    expect(analysis.missing.find(({ use }) => use === 'time')).toMatchObject({ column: 'OS.time', rows: 1 });
    const { survival, cox } = only(analysis);
    const { endpoint } = part(survival);
    expect([endpoint.n, endpoint.events]).toEqual([r.n, r.km.events]);
    expect(endpoint.groups[0]?.median.value).toBeCloseTo((r.km.median * 12) / 365.25, 8);
    const gender = part(cox).terms.find(({ name }) => name === 'gender: MALE against FEMALE');
    expect(gender?.ratio.value).toBeCloseTo(r.cox.hr.genderMALE, 8);
  });
});

/** Thirty rows in two cohorts, with gaps. */
const MADE = Array.from({ length: 60 }, (_, index) => {
  const score = ((index * 37) % 101) / 101;
  const label = index % 11 === 3 ? '' : ((index * 53) % 97) / 97 < score ? 1 : 0;
  const time = index % 13 === 5 ? 'NA' : 1 + ((index * 29) % 47);
  const age = index % 17 === 2 ? '' : 40 + ((index * 7) % 40);
  return [index % 3 === 0 ? 'A' : 'B', score, label, time, index % 4 === 0 ? 0 : 1, age, index % 2].join(',');
});
const HEADER = 'site,dls,cps20,months,died,age,ici';
const WHOLE: AnalysisRequest = {
  score: 'dls',
  label: 'cps20',
  time: 'months',
  event: 'died',
  cohort: 'site',
  tuning: 'A',
  covariates: ['age'],
  secondScore: null,
  treatment: 'ici',
  interval: 'bootstrap',
  resamples: 50,
};

describe('analyseTable', () => {
  test('the order of the rows does not matter, to the last digit', () => {
    const numbers = (rows: readonly string[]): string =>
      JSON.stringify(numbersOfAnalysis(analyse([HEADER, ...rows].join('\n'), WHOLE)));
    const expected = numbers(MADE);
    const shuffled = fc.shuffledSubarray(MADE, { minLength: MADE.length });
    fc.assert(
      fc.property(shuffled, (rows) => {
        expect(numbers(rows)).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  test('the cut-off is chosen on the tuning cohort alone, and only there labelled apparent', () => {
    const { cutoff, cohorts } = analyse([HEADER, ...MADE].join('\n'), WHOLE);
    const others = MADE.map((row) => (row.startsWith('B') ? row.replace(/^B,[^,]*,/, 'B,0.5,') : row));
    expect(analyse([HEADER, ...others].join('\n'), WHOLE).cutoff).toEqual(cutoff);
    expect(cohorts.map(({ name, cutoff: used }) => [name, used.origin, used.cutoff])).toEqual([
      ['A', 'apparent', cutoff],
      ['B', 'locked', cutoff],
    ]);
  });

  test('without a cut-off and without a tuning cohort nothing is classified, and it says why', () => {
    const { tuning: _tuning, ...rest } = WHOLE;
    const { cohorts } = analyse([HEADER, ...MADE].join('\n'), rest);
    for (const { classification, survival } of cohorts) {
      expect(classification).toMatchObject({ done: false, reason: /No cut-off was given/ });
      expect(part(survival).endpoint.hazardRatio).toMatchObject({ value: null });
      expect(part(survival).endpoint.groups.map(({ group }) => group)).toEqual(['all']);
    }
  });

  test('rows with a gap are counted by column, and leave only what needs that column', () => {
    const { missing, cohorts } = analyse([HEADER, ...MADE].join('\n'), WHOLE);
    expect(missing.map(({ column, rows }) => [column, rows])).toEqual([
      ['site', 0],
      ['dls', 0],
      ['cps20', 6],
      ['months', 5],
      ['died', 0],
      ['ici', 0],
      ['age', 4],
    ]);
    const labelled = cohorts.reduce((sum, { discrimination }) => sum + part(discrimination).n, 0);
    const followed = cohorts.reduce((sum, { survival }) => sum + part(survival).endpoint.n, 0);
    expect([labelled, followed]).toEqual([54, 55]);
  });

  test('one treatment for all gives a sentence that stops at prognostic', () => {
    const rows = MADE.map((row) => row.replace(/[01]$/, '1'));
    const [first] = analyse([HEADER, ...rows].join('\n'), WHOLE).cohorts;
    expect(part(first!.interaction).claim).toBe('prognostic only');
  });

  test('a cohort of one class has no area, and the reason stands where the number would', () => {
    const rows = MADE.map((row) => row.replace(/^(B,[^,]*),[01]?,/, '$1,1,'));
    const { cohorts } = analyse([HEADER, ...rows].join('\n'), WHOLE);
    expect(part(cohorts[1]!.discrimination).auc).toMatchObject({
      value: null,
      reason: 'Positive and negative patients are both needed.',
    });
    expect(cohorts[1]!.calibration.done).toBe(false);
  });

  test('a score outside of 0 to 1 is calibrated by the tuning cohort or not at all', () => {
    const rows = MADE.map((row) => row.replace(/^(.),0/, '$1,7'));
    const tuned = analyse([HEADER, ...rows].join('\n'), WHOLE);
    expect(tuned.cohorts.map(({ calibration }) => part(calibration).isApparent)).toEqual([true, false]);
    expect(tuned.cohorts.map(({ calibration }) => part(calibration).basis)).toEqual(['platt', 'platt']);
    const { tuning: _tuning, ...rest } = WHOLE;
    const untuned = analyse([HEADER, ...rows].join('\n'), rest);
    expect(untuned.cohorts[0]?.calibration).toMatchObject({ done: false, reason: /not a probability/ });
  });
});

describe('what cannot be read is refused by column and row', () => {
  const table = (...rows: readonly string[]): string => [HEADER, ...rows, ...MADE].join('\n');
  test.each([
    ['a label', 'A,0.5,2,5,1,50,1', 'table/label-not-binary', 'Column cps20 of table.csv: row 2 has "2"'],
    ['a time', 'A,0.5,1,0,1,50,1', 'table/time-not-positive', 'Column months of table.csv: row 2 has "0"'],
    ['an event', 'A,0.5,1,5,dead,50,1', 'table/event-not-binary', 'row 2 has "dead"'],
    ['a score', 'A,high,1,5,1,50,1', 'table/not-a-number', 'Column dls of table.csv: row 2 has "high"'],
    ['a treatment', 'A,0.5,1,5,1,50,both', 'table/treatment-not-binary', 'row 2 has "both"'],
  ])('%s', (_, row, code, says) => {
    expect(problems(table(row), WHOLE)).toEqual([{ code, message: expect.stringContaining(says) }]);
  });

  test('all columns at once, each with its rows', () => {
    const found = problems(table('A,x,1,5,1,50,1', 'A,0.1,9,-5,1,50,1', 'A,y,1,5,1,50,1'), WHOLE);
    expect(found.map(({ code }) => code)).toEqual([
      'table/not-a-number',
      'table/label-not-binary',
      'table/time-not-positive',
    ]);
    expect(found[0]?.message).toContain('row 2 has "x", row 4 has "y"');
  });

  test('an unknown column is answered with the known ones', () => {
    expect(problems(table(), { ...WHOLE, score: 'dlss' })).toEqual([
      { code: 'table/unknown-column', message: expect.stringContaining('site, dls, cps20, months') },
    ]);
  });

  test('an unknown tuning cohort is answered with the known ones', () => {
    expect(problems(table(), { ...WHOLE, tuning: 'C' })).toEqual([
      { code: 'cohort/empty', message: expect.stringContaining('A, B') },
    ]);
  });

  test.each([
    ['nothing to judge against', { score: 'dls' }],
    ['a time without an event', { score: 'dls', time: 'months' }],
    ['two ways to a cut-off', { ...WHOLE, cutoff: 0.5 }],
    ['a rule without patients to apply it to', { score: 'dls', label: 'cps20', rule: 'youden' }],
    ['the outcome among the inputs', { ...WHOLE, covariates: ['age', 'died'] }],
    ['a tuning cohort without a cohort column', { score: 'dls', label: 'cps20', tuning: 'A' }],
  ] as const)('%s', (_, request) => {
    expect(problems(table(), request as AnalysisRequest).map(({ code }) => code)).toEqual([
      'analysis/options',
    ]);
  });
});
