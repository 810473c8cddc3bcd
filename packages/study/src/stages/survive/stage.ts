/**
 * Follows every set: what the locked scores say of survival and of response to treatment.
 *
 * Reads `2-cohort/` and `6-scores/`, writes `7-survival/`. Fits nothing to the scores but what it reports.
 */

import type { FollowedPatient, TreatedPatient } from '@mriscore/evaluation/judge';
import { judgeEndpoint, judgeResponse } from '@mriscore/evaluation/judge';
import { formatArtefact, readArtefact } from '../../files/read-json.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import type { EvaluationArtefact, EvaluationSet, ScoredPatient } from '../evaluate/artefact.ts';
import { EVALUATION_FILE } from '../evaluate/artefact.ts';
import type { SetSurvival, SurvivalArtefact } from './artefact.ts';
import { SURVIVAL_FILE } from './artefact.ts';

interface Followed {
  readonly member: Member;
  readonly scored: ScoredPatient;
}

interface SurviveSettings {
  /** Names in the order of the protocol. */
  readonly endpoints: readonly string[];
  readonly response: Pick<NonNullable<Protocol['response']>, 'name' | 'cohorts'> | null;
}

function settings({ endpoints, response }: Protocol): SurviveSettings {
  return {
    endpoints: endpoints.map(({ name }) => name),
    response: response === undefined ? null : { name: response.name, cohorts: response.cohorts },
  };
}

function plan(_study: PlanContext): Promise<readonly UnitPlan<null>[]> {
  const inputs = [COHORT_FILE, EVALUATION_FILE].map((path) => ({ root: 'study' as const, path }));
  return Promise.resolve([{ name: 'all', inputs, facts: null, outputs: [SURVIVAL_FILE] }]);
}

function followed(patients: readonly Followed[], endpoint: string): readonly FollowedPatient[] {
  return patients.flatMap(({ member, scored }) => {
    const followUp = member.followUp[endpoint];
    return followUp == null ? [] : [{ ...followUp, score: scored.logit, call: scored.call }];
  });
}

function treated(patients: readonly Followed[]): readonly TreatedPatient[] {
  return patients.map(({ member, scored }) => ({ score: scored.score, response: member.response }));
}

function followSet(
  set: EvaluationSet,
  patients: readonly Followed[],
  { endpoints, response }: SurviveSettings,
): SetSurvival {
  const judged = endpoints.flatMap((name) => {
    const known = followed(patients, name);
    return known.length === 0 ? [] : [judgeEndpoint(name, known)];
  });
  const asked = response?.cohorts.includes(set.cohort) === true;
  const { name, cohort, role, split } = set;
  return {
    name,
    cohort,
    role,
    split,
    endpoints: judged,
    response: asked ? judgeResponse(response.name, treated(patients)) : null,
  };
}

async function run(work: Work<SurviveSettings, null>): Promise<void> {
  const { study } = work.inputs;
  const cohort = await readArtefact<CohortArtefact>(study, COHORT_FILE, 'mriscore/cohort/1');
  const evaluation = await readArtefact<EvaluationArtefact>(study, EVALUATION_FILE, 'mriscore/evaluation/1');
  const members = new Map(cohort.members.map((member) => [member.patient, member]));
  const patientsOf = (set: EvaluationSet): readonly Followed[] =>
    evaluation.patients.flatMap((scored) => {
      const member = members.get(scored.patient);
      return scored.set === set.name && member !== undefined ? [{ member, scored }] : [];
    });
  const sets = evaluation.sets.map((set) => followSet(set, patientsOf(set), work.settings));
  const artefact: SurvivalArtefact = { schema: 'mriscore/survival/1', cutoff: evaluation.cutoff, sets };
  await work.outputs.write(SURVIVAL_FILE, formatArtefact(artefact));
}

/** The eighth stage: follow-up and response against the locked scores. */
export const surviveStage: Stage<SurviveSettings, null> = {
  name: 'survive',
  does: 'follows patients above and below the cut-off',
  reads: ['2-cohort', '6-scores'],
  writes: '7-survival',
  parallel: false,
  module: import.meta.url,
  settings,
  plan,
  run,
};
