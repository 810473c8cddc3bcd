/**
 * Fits the cut-off on the tuning part, locks it, and judges every set with it.
 *
 * Reads `2-cohort/`, `4-encoders/SEQUENCE/scores.csv` and `5-fusion/`, writes `6-scores/`.
 */

import type { Judged } from '@mriscore/evaluation/judge';
import { aucOf, callOf, judgeSet } from '@mriscore/evaluation/judge';
import { formatCsv } from '@mriscore/evaluation/table';
import type { Cutoff } from '@mriscore/stats';
import { fitCutoff } from '@mriscore/stats';
import { formatArtefact, readArtefact } from '../../files/read-json.ts';
import type { ScoreRow } from '../../files/read-scores.ts';
import { readScores } from '../../files/read-scores.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { encodingFiles } from '../encode/artefact.ts';
import type { FusedScore, FusionArtefact } from '../fuse/artefact.ts';
import { FUSION_FILE } from '../fuse/artefact.ts';
import type { EvaluationArtefact, ScoredPatient } from './artefact.ts';
import { EVALUATION_FILE, SCORES_FILE } from './artefact.ts';
import type { SetMembers } from './sets.ts';
import { setsOf } from './sets.ts';

interface Evidence {
  readonly sets: readonly SetMembers[];
  readonly fused: ReadonlyMap<string, FusedScore>;
  /** Sequence -> patient -> scores of that encoder alone. */
  readonly encoders: ReadonlyMap<string, ReadonlyMap<string, ScoreRow>>;
}

interface EvaluateSettings {
  /** Names in the order of the protocol. */
  readonly sequences: readonly string[];
  readonly threshold: Protocol['threshold'];
  /** Seed of the training, for the table of scores. */
  readonly seed: number;
}

type EvaluateWork = Work<EvaluateSettings, null>;

function plan({ protocol }: PlanContext): Promise<readonly UnitPlan<null>[]> {
  const scores = Object.keys(protocol.sequences).map((name) => encodingFiles(name).scores);
  const inputs = [COHORT_FILE, FUSION_FILE, ...scores].map((path) => ({ root: 'study' as const, path }));
  return Promise.resolve([{ name: 'all', inputs, facts: null, outputs: [EVALUATION_FILE, SCORES_FILE] }]);
}

async function readEvidence({ settings, inputs: { study } }: EvaluateWork): Promise<Evidence> {
  const cohort = await readArtefact<CohortArtefact>(study, COHORT_FILE, 'mriscore/cohort/1');
  const fusion = await readArtefact<FusionArtefact>(study, FUSION_FILE, 'mriscore/fusion/1');
  const tables = settings.sequences.map(
    async (name) => [name, await readScores(study, encodingFiles(name).scores)] as const,
  );
  return {
    sets: setsOf(cohort),
    fused: new Map(fusion.scores.map((score) => [score.patient, score])),
    encoders: new Map(await Promise.all(tables)),
  };
}

function judgedBy(members: readonly Member[], scoreOf: (patient: string) => number | undefined): Judged {
  const known = members.flatMap((member) => {
    const score = scoreOf(member.patient);
    return score === undefined ? [] : [{ score, target: member.target }];
  });
  return {
    scores: Float64Array.from(known, ({ score }) => score),
    targets: Uint8Array.from(known, ({ target }) => target),
  };
}

/** The only place where a cut-off is fitted; it sees the tuning part and nothing else. */
function lockCutoff({ sets, fused }: Evidence, { rule }: Protocol['threshold']): Cutoff {
  const tuning = sets.filter(({ set }) => set.split === 'tuning').flatMap(({ members }) => members);
  const { scores, targets } = judgedBy(tuning, (patient) => fused.get(patient)?.score);
  return fitCutoff(scores, targets, { rule });
}

function scorePatients({ sets, fused }: Evidence, cutoff: Cutoff): readonly ScoredPatient[] {
  return sets.flatMap(({ set, members }) =>
    members.flatMap(({ patient, target, targetRaw }) => {
      const found = fused.get(patient);
      if (found === undefined) return [];
      const { logit, score } = found;
      const call = callOf(score, cutoff);
      return [{ patient, set: set.name, target, targetRaw, logit, score, call } as const];
    }),
  );
}

function scoreTable(
  evidence: Evidence,
  patients: readonly ScoredPatient[],
  { key, settings: { seed } }: EvaluateWork,
): string {
  const sets = new Map(evidence.sets.map(({ set }) => [set.name, set]));
  const header = [
    'patient',
    'cohort',
    'split',
    'fold',
    'seed',
    'target_raw',
    'target',
    'logit',
    'score',
    'call',
    'unit',
  ];
  const rows = patients.map(({ patient, set, targetRaw, target, logit, score, call }) => {
    const { cohort, split } = sets.get(set) ?? { cohort: null, split: null };
    return [patient, cohort, split, 0, seed, targetRaw, target, logit, score, call, key];
  });
  return formatCsv(header, rows);
}

async function run(work: EvaluateWork): Promise<void> {
  const { settings, outputs } = work;
  const evidence = await readEvidence(work);
  const cutoff = lockCutoff(evidence, settings.threshold);
  const sets = evidence.sets.map(({ set, members }) => {
    const judged = judgedBy(members, (patient) => evidence.fused.get(patient)?.score);
    const own = [...evidence.encoders].map(
      ([name, scores]) => [name, judgedBy(members, (patient) => scores.get(patient)?.probability)] as const,
    );
    return {
      name: set.name,
      cohort: set.cohort,
      role: set.role,
      split: set.split,
      ...judgeSet(judged, cutoff),
      sequences: Object.fromEntries(own.map(([name, scores]) => [name, aucOf(scores)])),
    };
  });
  const patients = scorePatients(evidence, cutoff);
  const artefact: EvaluationArtefact = { schema: 'mriscore/evaluation/1', cutoff, sets, patients };
  await outputs.write(EVALUATION_FILE, formatArtefact(artefact));
  await outputs.write(SCORES_FILE, scoreTable(evidence, patients, work));
}

/** The seventh stage: how good the scores are, at a cut-off locked on the tuning part. */
export const evaluateStage: Stage<EvaluateSettings, null> = {
  name: 'evaluate',
  does: 'locks the cut-off and judges every set',
  reads: ['2-cohort', '4-encoders', '5-fusion'],
  writes: '6-scores',
  parallel: false,
  module: import.meta.url,
  settings: ({ sequences, threshold, seeds }) => ({
    sequences: Object.keys(sequences),
    threshold,
    seed: seeds.training,
  }),
  plan,
  run,
};
