/** Discrimination fixtures of survival: concordance, time-dependent AUC, Brier scores. */
import { StatsError } from '../../../packages/stats/src/errors.ts';
import {
  type SurvivalBrierOptions,
  survivalBrier,
} from '../../../packages/stats/src/survival/accuracy/brier.ts';
import { compareConcordance } from '../../../packages/stats/src/survival/accuracy/compare-concordance.ts';
import { compareTimeDependentAuc } from '../../../packages/stats/src/survival/accuracy/compare-time-dependent-auc.ts';
import { concordance } from '../../../packages/stats/src/survival/accuracy/concordance.ts';
import { timeDependentAuc } from '../../../packages/stats/src/survival/accuracy/time-dependent-auc.ts';
import { unoConcordance } from '../../../packages/stats/src/survival/accuracy/uno.ts';
import { zOfLevel } from '../../../packages/stats/src/survival/follow-up/probability.ts';
import type { FollowUp } from '../../../packages/stats/src/types.ts';
import type { Adapter } from './adapter.ts';
import { column, followUpFrom, numberParameter } from './survival-input.ts';

type Fields = Record<string, unknown>;

const harrell: Adapter = (input) => {
  const result = concordance(column(input, 'score'), followUpFrom(input));
  return {
    c: result.index.value,
    se: result.standardError,
    se_cox_null: result.standardError,
    concordant: result.concordant,
    discordant: result.discordant,
    tied_x: result.tiedRisk,
    tied_y: result.tiedTime,
    tied_xy: result.tiedBoth,
  };
};

const uno: Adapter = (input, params) => {
  const horizonMonths = numberParameter(params, 'tau', Number.POSITIVE_INFINITY);
  const result = unoConcordance(column(input, 'score'), followUpFrom(input), { horizonMonths });
  return { c: result.index.value, se: result.standardError };
};

function bothScores(input: Fields): [number[], number[]] {
  return [column(input, 'score1'), column(input, 'score2')];
}

const compareC: Adapter = (input) => {
  const result = compareConcordance(bothScores(input), followUpFrom(input));
  return {
    c1: result.first.index.value,
    c2: result.second.index.value,
    diff: result.difference.value,
    vcov: result.covariance,
    se_diff: result.standardError,
    z: result.z,
    p: result.p,
  };
};

/** Whether an event happened exactly then; the reference programs count it differently and give no common error. */
function eventExactlyAt(followUp: FollowUp, months: number): boolean {
  return followUp.months.some((month, i) => month === months && followUp.observed[i] === 1);
}

const auc: Adapter = (input, params) => {
  const followUp = followUpFrom(input);
  const months = column(params, 'times');
  const level = numberParameter(params, 'conf_level', 0.95);
  const score = column(input, 'score');
  const results = timeDependentAuc(score, followUp, { months, level, censoringTies: 'row-order' });
  const timeRoc = timeDependentAuc(score, followUp, {
    months,
    censoringTies: 'row-order',
    eventAtTime: 'left-out',
  });
  const joined = timeDependentAuc(score, followUp, { months });
  const errors = results.map((at) => (eventExactlyAt(followUp, at.months) ? null : at.standardError));
  const limit = (side: 1 | -1) =>
    results.map((at, t) => (errors[t] === null ? null : at.auc.value! + side * zOfLevel(level) * errors[t]!));
  return {
    times: months,
    auc: results.map((at) => at.auc.value),
    se: errors,
    ci_lower: limit(-1),
    ci_upper: limit(1),
    cases: results.map((at) => at.cases),
    controls: results.map((at) => at.controls),
    censored_before: results.map((at) => at.censoredBefore),
    timeroc_auc: timeRoc.map((at) => at.auc.value),
    timeroc_se: timeRoc.map((at) => at.standardError),
    riskregression_se: joined.map((at) => at.standardError),
  };
};

const compareAuc: Adapter = (input, params) => {
  const months = column(params, 'times');
  const results = compareTimeDependentAuc(bothScores(input), followUpFrom(input), {
    months,
    censoringTies: 'row-order',
  });
  return {
    times: months,
    auc1: results.map((at) => at.first.auc.value),
    auc2: results.map((at) => at.second.auc.value),
    p: results.map((at) => at.p),
  };
};

function predictions(input: Fields): number[][] {
  const rows = input.surv_prob;
  if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row)))
    throw new StatsError('input/length', {
      found: 'Found no table of predicted survival.',
      needed: 'Needed one row a patient and one column a time.',
      remedy: 'Check surv_prob.',
    });
  return rows.map((row: unknown) => column({ row }, 'row'));
}

const brier: Adapter = (input, params) => {
  const followUp = followUpFrom(input);
  const months = column(params, 'times');
  const rows = predictions(input);
  const run = (censoringAt: NonNullable<SurvivalBrierOptions['censoringAt']>) =>
    survivalBrier(rows, followUp, { months, censoringAt });
  const [plain, at] = [run('before'), run('at')];
  const scores = plain.times.map((time) => time.brier);
  const reference = plain.times.map((time) => time.reference);
  return {
    times: months,
    brier: scores,
    brier_G_at_event_time: at.times.map((time) => time.brier),
    brier_km_reference: reference,
    ibs_trapezoid: plain.integrated,
    ibs_trapezoid_G_at_event_time: at.integrated,
    ibs_reference: plain.integratedReference,
    ipa_at_times: plain.times.map((time) => time.scaled),
    riskregression_brier: scores,
    riskregression_brier_null: reference,
  };
};

/** Adapters of the topic discrimination. */
export const adapters: Record<string, Adapter> = {
  'cindex.harrell': harrell,
  'cindex.uno': uno,
  'cindex.compare': compareC,
  'tdroc.auc': auc,
  'tdroc.compare': compareAuc,
  'brier.survival': brier,
};
