/**
 * Fits the cut-off on the tuning part, locks it, and judges every set with it.
 *
 * Reads `2-cohort/`, `4-encoders/SEQUENCE/scores.csv` and `5-fusion/`, writes `6-scores/`.
 */

import type { Judged } from '@mriscore/evaluation/judge';
import { aucOf, judgeSet } from '@mriscore/evaluation/judge';
import { formatCsv } from '@mriscore/evaluation/table';
import type { Cutoff } from '@mriscore/stats';
import { fitCutoff } from '@mriscore/stats';
import { hashFile } from '../../run/hash.ts';
import { formatArtefact, readArtefact } from '../../run/read-json.ts';
import type { ScoreRow } from '../../run/read-scores.ts';
import { readScores } from '../../run/read-scores.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
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

async function plan(study: Study): Promise<readonly UnitPlan[]> {
  const scores = Object.keys(study.protocol.sequences).map((name) => encodingFiles(name).scores);
  const inputs = await Promise.all(
    [COHORT_FILE, FUSION_FILE, ...scores].map((path) => hashFile(study.directory, path)),
  );
  const options = { threshold: study.protocol.threshold, seeds: study.protocol.seeds };
  return [{ name: 'all', inputs, options, outputs: [EVALUATION_FILE, SCORES_FILE] }];
}

async function readEvidence(study: Study, world: World): Promise<Evidence> {
  const cohort = await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1');
  const fusion = await readArtefact<FusionArtefact>(world.folder, FUSION_FILE, 'mriscore/fusion/1');
  const names = Object.keys(study.protocol.sequences);
  const tables = names.map(
    async (name) => [name, await readScores(world.folder, encodingFiles(name).scores)] as const,
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
function lockCutoff({ sets, fused }: Evidence, study: Study): Cutoff {
  const tuning = sets.filter(({ set }) => set.split === 'tuning').flatMap(({ members }) => members);
  const { scores, targets } = judgedBy(tuning, (patient) => fused.get(patient)?.score);
  return fitCutoff(scores, targets, { rule: study.protocol.threshold.rule });
}

function scorePatients({ sets, fused }: Evidence, cutoff: Cutoff): readonly ScoredPatient[] {
  return sets.flatMap(({ set, members }) =>
    members.flatMap(({ patient, target, targetRaw }) => {
      const found = fused.get(patient);
      if (found === undefined) return [];
      const { logit, score } = found;
      const call = score >= cutoff.value ? 1 : 0;
      return [{ patient, set: set.name, target, targetRaw, logit, score, call } as const];
    }),
  );
}

function scoreTable(
  evidence: Evidence,
  patients: readonly ScoredPatient[],
  context: { unit: Unit; study: Study },
): string {
  const sets = new Map(evidence.sets.map(({ set }) => [set.name, set]));
  const seed = context.study.protocol.seeds.training;
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
    return [patient, cohort, split, 0, seed, targetRaw, target, logit, score, call, context.unit.key];
  });
  return formatCsv(header, rows);
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const evidence = await readEvidence(study, world);
  const cutoff = lockCutoff(evidence, study);
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
  await world.folder.write(EVALUATION_FILE, formatArtefact(artefact));
  await world.folder.write(SCORES_FILE, scoreTable(evidence, patients, { unit, study }));
}

/** The seventh stage: how good the scores are, at a cut-off locked on the tuning part. */
export const evaluateStage: Stage = {
  name: 'evaluate',
  does: 'locks the cut-off and judges every set',
  reads: ['2-cohort', '4-encoders', '5-fusion'],
  writes: '6-scores',
  code: ['stats/src', 'evaluation/src', 'study/src/stages/evaluate'],
  parallel: false,
  plan,
  run,
};
