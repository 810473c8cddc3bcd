/**
 * Draws one patient's table row: demographics, disease, CPS and follow-up.
 *
 * Reads latent values and a source of randomness. Knows nothing of cohort sizes or images.
 */

import type { Random } from '@mriscore/stats';
import type { ClinicalRecord, ReferenceCohortName, Subsite } from './patient-plan.ts';
import {
  cpsOf,
  DURABLE_MONTHS,
  monthsAtSurvival,
  STAGE_IV,
  type SurvivalModel,
  survivalModelOf,
} from './planted-model.ts';

/** One of several values by weight. Weights are read in the order they are written. */
function choose<T extends string>(source: Random, weights: Readonly<Record<T, number>>): T {
  const entries = Object.entries(weights) as [T, number][];
  let left = source.uniform() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of entries) {
    left -= weight;
    if (left < 0) return value;
  }
  return entries.at(-1)![0];
}

/** What is known about the disease before CPS and outcome. */
export interface Disease extends Pick<ClinicalRecord, 'ageYears' | 'sex' | 'subsite' | 'hpv' | 'stage'> {
  readonly stageIv: boolean;
}

const SUBSITES: Readonly<Record<Subsite, number>> = {
  oropharynx: 0.36,
  'oral cavity': 0.26,
  hypopharynx: 0.2,
  larynx: 0.18,
};

function drawHpv(source: Random, subsite: Subsite): ClinicalRecord['hpv'] {
  const tested = source.uniform() < (subsite === 'oropharynx' ? 0.97 : 0.8);
  const positive = source.uniform() < (subsite === 'oropharynx' ? 0.45 : 0.06);
  if (!tested) return null;
  return positive ? 'positive' : 'negative';
}

/** Age, sex, subsite, HPV and stage. None of them depends on severity, so none can stand in for it. */
export function drawDisease(source: Random): Disease {
  const ageYears = Math.round(Math.min(88, Math.max(28, 61 + 9.5 * source.normal())));
  const sex = choose(source, { male: 0.78, female: 0.22 });
  const subsite = choose(source, SUBSITES);
  const hpv = drawHpv(source, subsite);
  const stageIv = source.uniform() < STAGE_IV.share;
  const stage = stageIv
    ? choose(source, { IVA: 0.75, IVB: 0.25 })
    : choose(source, { I: 0.18, II: 0.34, III: 0.48 });
  return { ageYears, sex, subsite, hpv, stage, stageIv };
}

/** Follow-up as a table has it. */
interface FollowUpRecord {
  readonly pfsMonths: number;
  readonly pfsEvent: 0 | 1;
}

function drawFollowUp(source: Random, model: SurvivalModel, logHazard: number): FollowUpRecord {
  const progression = monthsAtSurvival(model, 1 - source.uniform(), logHazard);
  const [first, last] = model.closesBetweenMonths;
  const close = first + (last - first) * source.uniform();
  const loss = -model.meanMonthsToLoss * Math.log(1 - source.uniform());
  const seen = Math.min(progression, close, loss);
  return { pfsMonths: Math.max(0.1, Math.round(seen * 100) / 100), pfsEvent: seen === progression ? 1 : 0 };
}

/** Free of progression at six months is 1, progression before is 0, lost before is unknown. */
function durableBenefit({ pfsMonths, pfsEvent }: FollowUpRecord): 0 | 1 | null {
  if (pfsMonths >= DURABLE_MONTHS) return 1;
  return pfsEvent === 1 ? 0 : null;
}

const STANDARD_TREATMENTS = {
  chemoradiotherapy: 0.45,
  'surgery and radiotherapy': 0.35,
  surgery: 0.2,
};
const IMMUNOTHERAPIES = { pembrolizumab: 0.45, 'pembrolizumab and chemotherapy': 0.35, nivolumab: 0.2 };

/** What decides the rest of a patient's row. */
export interface Causes {
  readonly cohort: ReferenceCohortName;
  readonly disease: Disease;
  readonly expression: number;
  readonly logHazard: number;
}

/**
 * The whole row of the hospital's table.
 *
 * @param source Where assay, follow-up and treatment are drawn from.
 */
export function drawClinical(
  source: Random,
  { cohort, disease, expression, logHazard }: Causes,
): ClinicalRecord {
  const immunotherapy = cohort === 'immunotherapy';
  const followUp = drawFollowUp(source, survivalModelOf(cohort), logHazard);
  const { stageIv: _, ...written } = disease;
  return {
    ...written,
    cps: cpsOf(expression),
    cpsAssay: choose(source, { '22C3': 0.8, SP263: 0.2 }),
    ...followUp,
    durableBenefit: immunotherapy ? durableBenefit(followUp) : null,
    treatment: immunotherapy ? choose(source, IMMUNOTHERAPIES) : choose(source, STANDARD_TREATMENTS),
  };
}
