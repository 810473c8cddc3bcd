import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StudyError } from '../../errors.ts';
import { filesOf } from '../../files/declared.ts';
import { checkConsistency, findInconsistencies } from './consistency.ts';
import { readEvidence } from './evidence.ts';
import { makeUpStudy } from './fixtures/made-up-study.ts';
import { provenanceOf } from './provenance-summary.ts';
import type { Report } from './report.ts';
import { composeReport } from './report.ts';

/** The same report, with every member writable. */
type Loose = { -readonly [K in keyof Report]: Report[K] extends object ? DeepLoose<Report[K]> : Report[K] };
type DeepLoose<T> = T extends object ? { -readonly [K in keyof T]: DeepLoose<T[K]> } : T;

let directory = '';
let report: Report;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mriscore-gate-'));
  const { study } = await makeUpStudy({ directory });
  const provenance = await provenanceOf(directory, study.protocol, []);
  report = composeReport(
    await readEvidence({
      protocol: study.protocol,
      provenance,
      study: filesOf(directory),
      data: filesOf(directory),
    }),
  );
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** What the gate says after one change. */
function after(change: (report: Loose) => void): string {
  const copy = structuredClone(report) as unknown as Loose;
  change(copy);
  return findInconsistencies(copy as unknown as Report).join('\n');
}

test('numbers that the stages made pass', () => {
  expect(findInconsistencies(report)).toEqual([]);
  expect(() => checkConsistency(report)).not.toThrow();
});

test.each<[string, (report: Loose) => void, RegExp]>([
  ['a row that nobody accounts for', (r) => void r.cohort.flow.rows++, /Rows of the table/],
  [
    'a patient in two sets',
    (r) => void r.evaluation.patients.push({ ...r.evaluation.patients[0]!, set: 'external' }),
    /scored in two sets/,
  ],
  [
    'a patient in a set of another cohort',
    (r) => {
      r.evaluation.patients[0]!.set = 'external';
    },
    /where the cohort file does not have/,
  ],
  [
    'a target that differs from the cohort file',
    (r) => {
      const [first] = r.evaluation.patients;
      first!.target = first!.target === 1 ? 0 : 1;
    },
    /in the scores and/,
  ],
  ['a set of another size', (r) => void r.evaluation.sets[2]!.n++, /Patients of set internal/],
  [
    'an AUC that is not the area',
    (r) => {
      r.evaluation.sets[2]!.auc.value = 0.8;
    },
    /area under its curve/,
  ],
  [
    'an AUC above 1',
    (r) => {
      r.evaluation.sets[2]!.auc.upper = 1.2;
    },
    /outside of 0 to 1/,
  ],
  [
    'a confusion matrix that loses a patient',
    (r) => void r.evaluation.sets[3]!.classification!.truePositives++,
    /confusion matrix of external holds/,
  ],
  [
    'a sensitivity that is not its fraction',
    (r) => {
      r.evaluation.sets[3]!.classification!.sensitivity.value = 0.5001;
    },
    /Sensitivity of external is 0.5001/,
  ],
  [
    'a call that the threshold does not make',
    (r) => {
      const [first] = r.evaluation.patients;
      first!.call = first!.call === 1 ? 0 : 1;
    },
    /calls otherwise/,
  ],
  [
    'a threshold fitted on other rows',
    (r) => {
      r.evaluation.patients.find(({ set }) => set.includes('tuning'))!.score += 1e-9;
    },
    /not the \d+ of the tuning part/,
  ],
  [
    'another threshold for survival',
    (r) => {
      r.survival.cutoff.value += 0.01;
    },
    /same locked threshold/,
  ],
  [
    'a Brier score of other scores',
    (r) => {
      r.evaluation.sets[2]!.calibration!.brier.value! += 0.01;
    },
    /Brier score of internal/,
  ],
  [
    'a hazard ratio with the P of another',
    (r) => {
      r.survival.sets[2]!.endpoints[0]!.hazardRatio.p = 0.4;
    },
    /stands for P =/,
  ],
  [
    'a log-rank P of another statistic',
    (r) => {
      r.survival.sets[2]!.endpoints[0]!.logRank.p = 0.4;
    },
    /log-rank statistic/,
  ],
  [
    'a rising number at risk',
    (r) => {
      r.survival.sets[2]!.endpoints[0]!.groups[0]!.atRisk[1] = 999;
    },
    /numbers at risk/,
  ],
  [
    'a rising survival curve',
    (r) => {
      r.survival.sets[2]!.endpoints[0]!.groups[1]!.survival[5] = 1;
    },
    /rises or leaves/,
  ],
  [
    'groups that do not add up',
    (r) => void r.survival.sets[2]!.endpoints[0]!.groups[0]!.n++,
    /The groups of PFS in internal hold/,
  ],
  [
    'responders that do not add up',
    (r) => void r.survival.sets[4]!.response!.notEvaluable++,
    /not evaluable, but the set has/,
  ],
  [
    'attention on a missing sequence',
    (r) => {
      const missing = r.fusion.attention.find(({ sequences }) => sequences.T1 === null)!;
      missing.sequences.T1 = 0.1;
    },
    /attention of patient/,
  ],
])('%s is found', (_what, change, found) => {
  expect(after(change)).toMatch(found);
});

test('a contradiction stops the report and names itself', () => {
  const copy = structuredClone(report) as unknown as Loose;
  copy.cohort.flow.rows += 1;
  const thrown = (() => {
    try {
      checkConsistency(copy as unknown as Report);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(StudyError);
  expect(thrown).toMatchObject({ code: 'report/inconsistent', exitCode: 20 });
});
