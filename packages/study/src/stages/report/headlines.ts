/**
 * The numbers a person asks for first: AUC of every set, hazard ratios, response.
 *
 * Reads `6-scores/` and `7-survival/`; computes nothing.
 */

import type { HazardRatio } from '@mriscore/evaluation/judge';
import { filesOf } from '../../files/declared.ts';
import { readArtefact } from '../../files/read-json.ts';
import type { EvaluationArtefact, EvaluationSet, SetEvaluation } from '../evaluate/artefact.ts';
import { EVALUATION_FILE } from '../evaluate/artefact.ts';
import type { SetSurvival, SurvivalArtefact } from '../survive/artefact.ts';
import { SURVIVAL_FILE } from '../survive/artefact.ts';

/** The first numbers of one set. */
export interface SetHeadline extends EvaluationSet {
  readonly n: number;
  readonly auc: SetEvaluation['auc'];
  /** Endpoint name -> high against low. */
  readonly hazardRatios: Readonly<Record<string, HazardRatio>>;
  readonly response: SetSurvival['response'];
}

/** The first numbers of a study. */
export interface Headlines {
  /** Absolute path of the report. */
  readonly report: string;
  readonly sets: readonly SetHeadline[];
}

/** The headlines of a study, or null when it has not come that far. */
export async function readHeadlines(directory: string): Promise<Headlines | null> {
  const folder = filesOf(directory);
  const there = await folder.read(SURVIVAL_FILE).catch(() => null);
  if (there === null) return null;
  const evaluation = await readArtefact<EvaluationArtefact>(folder, EVALUATION_FILE, 'mriscore/evaluation/1');
  const survival = await readArtefact<SurvivalArtefact>(folder, SURVIVAL_FILE, 'mriscore/survival/1');
  const sets = evaluation.sets.map((set): SetHeadline => {
    const followed = survival.sets.find(({ name }) => name === set.name);
    const { name, cohort, role, split, n, auc } = set;
    const ratios = (followed?.endpoints ?? []).map(
      ({ endpoint, hazardRatio }) => [endpoint, hazardRatio] as const,
    );
    return {
      name,
      cohort,
      role,
      split,
      n,
      auc,
      hazardRatios: Object.fromEntries(ratios),
      response: followed?.response ?? null,
    };
  });
  return { report: `${directory}/8-report/report.html`, sets };
}
