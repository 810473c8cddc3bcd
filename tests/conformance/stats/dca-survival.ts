/** Decision-curve fixtures with censored follow-up. */
import { survivalDecisionCurve } from '../../../packages/stats/src/survival/accuracy/decision-curve.ts';
import type { Adapter } from './adapter.ts';
import { column, followUpFrom, numberParameter } from './survival-input.ts';

const decision: Adapter = (input, params) => {
  const thresholds = column(params, 'thresholds');
  const horizonMonths = numberParameter(params, 'time', Number.NaN);
  const curve = survivalDecisionCurve(column(input, 'p'), followUpFrom(input), { horizonMonths, thresholds });
  const netBenefit = curve.points.map((point) => point.netBenefit);
  return {
    thresholds,
    net_benefit: netBenefit,
    treat_all: curve.points.map((point) => point.treatAll),
    risk_all: curve.riskOfAll,
    dcurves_net_benefit: netBenefit,
  };
};

/** Adapters of censored decision curves. */
export const adapters: Record<string, Adapter> = { 'dca.survival': decision };
