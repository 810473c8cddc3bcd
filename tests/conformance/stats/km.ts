/** Kaplan-Meier fixtures: curves, restricted means and their comparison. */
import { StatsError } from '../../../packages/stats/src/errors.ts';
import {
  type Contrast,
  compareRestrictedMeans,
} from '../../../packages/stats/src/survival/curve/compare-restricted-means.ts';
import {
  type KaplanMeier,
  kaplanMeier,
  kaplanMeierQuantile,
} from '../../../packages/stats/src/survival/curve/kaplan-meier.ts';
import { restrictedMean } from '../../../packages/stats/src/survival/curve/restricted-mean.ts';
import { survivalAt } from '../../../packages/stats/src/survival/curve/survival-at.ts';
import {
  CONFIDENCE_SCALES,
  type ConfidenceScale,
} from '../../../packages/stats/src/survival/follow-up/confidence.ts';
import { subsetFollowUp } from '../../../packages/stats/src/survival/follow-up/follow-up.ts';
import type { FollowUp } from '../../../packages/stats/src/types.ts';
import type { Adapter } from './adapter.ts';
import { followUpFrom, levels, numberParameter, optionalColumn, wordParameter } from './survival-input.ts';

const PROBABILITIES = [0.25, 0.5, 0.75];

function quantiles(curve: KaplanMeier, limits: boolean) {
  const found = PROBABILITIES.map((share) => kaplanMeierQuantile(curve, share));
  return {
    prob: PROBABILITIES,
    estimate: found.map((quantile) => quantile.value),
    ...(limits
      ? {
          ci_lower: found.map((quantile) => quantile.lower),
          ci_upper: found.map((quantile) => quantile.upper),
        }
      : {}),
  };
}

function atTimes(curve: KaplanMeier, months: number[]) {
  const rows = survivalAt(curve, months);
  return {
    time: months,
    n_risk: rows.map((row) => row.atRisk),
    survival: rows.map((row) => row.survival.value),
    se_survival: rows.map((row) => row.standardError),
    ci_lower: rows.map((row) => row.survival.lower),
    ci_upper: rows.map((row) => row.survival.upper),
  };
}

const fit: Adapter = (input, params) => {
  const confType = wordParameter<ConfidenceScale>(params, 'conf_type', 'log');
  if (!CONFIDENCE_SCALES.includes(confType))
    throw new StatsError('input/option', {
      found: `Found a conf_type of ${confType}.`,
      needed: `Needed one of ${CONFIDENCE_SCALES.join(', ')}.`,
      remedy: 'Correct the option.',
    });
  const weights = optionalColumn(input, 'weights');
  const curve = kaplanMeier(followUpFrom(input), {
    confidenceScale: confType,
    level: numberParameter(params, 'conf_level', 0.95),
    ...(weights ? { weights } : {}),
  });
  const limits = confType !== 'none';
  return {
    time: Array.from(curve.times),
    n_risk: Array.from(curve.atRisk),
    n_event: Array.from(curve.events),
    n_censor: Array.from(curve.censored),
    survival: Array.from(curve.survival),
    se_log_survival: Array.from(curve.standardErrorLog),
    se_survival_greenwood: Array.from(curve.survival, (share, i) =>
      share === 0 ? null : share * curve.standardErrorLog[i]!,
    ),
    cumhaz_nelson_aalen: Array.from(curve.cumulativeHazard),
    se_cumhaz: Array.from(curve.cumulativeHazardError),
    ...(limits ? { ci_lower: curve.lower, ci_upper: curve.upper } : {}),
    quantiles: quantiles(curve, limits),
    n: curve.n,
    events: curve.totalEvents,
    ...(Array.isArray(params.at_times) ? { at_times: atTimes(curve, params.at_times as number[]) } : {}),
  };
};

const rmst: Adapter = (input, params) => {
  const level = numberParameter(params, 'conf_level', 0.95);
  const horizonMonths = numberParameter(params, 'tau', Number.NaN);
  const { mean, standardError } = restrictedMean(followUpFrom(input), { horizonMonths, level });
  return {
    rmst: mean.value,
    se: standardError,
    ci_lower: mean.lower,
    ci_upper: mean.upper,
    survfit_rmean: mean.value,
    survfit_se: standardError,
  };
};

/** The two arms of a comparison: the second level against the first. */
function arms(input: Record<string, unknown>): { treated: FollowUp; control: FollowUp } {
  const followUp = followUpFrom(input);
  const { labels, codes } = levels(input, 'group');
  if (labels.length !== 2 || codes.length !== followUp.months.length)
    throw new StatsError('survival/groups', {
      found: `Found ${labels.length} groups in ${codes.length} rows for ${followUp.months.length} patients.`,
      needed: 'Needed two groups and one code a patient.',
      remedy: 'Check the group column.',
    });
  const patients = Array.from(codes.keys());
  const [control, treated] = [0, 1].map((arm) =>
    subsetFollowUp(
      followUp,
      patients.filter((patient) => codes[patient] === arm),
    ),
  );
  return { treated: treated!, control: control! };
}

const contrast = ({ estimate, p }: Contrast) => ({
  estimate: estimate.value,
  ci_lower: estimate.lower,
  ci_upper: estimate.upper,
  p,
});

const rmstCompare: Adapter = (input, params) => {
  const { treated, control } = arms(input);
  const level = numberParameter(params, 'conf_level', 0.95);
  const tau = numberParameter(params, 'tau', Number.NaN);
  const result = compareRestrictedMeans(treated, control, { horizonMonths: tau, level });
  return {
    tau,
    rmst1: result.treated.mean.value,
    rmst0: result.control.mean.value,
    difference: contrast(result.difference),
    ratio: contrast(result.ratio),
    rmtl_ratio: contrast(result.lostRatio),
  };
};

/** Adapters of the topic km. */
export const adapters: Record<string, Adapter> = {
  'km.fit': fit,
  'km.rmst': rmst,
  'km.rmst_compare': rmstCompare,
};
