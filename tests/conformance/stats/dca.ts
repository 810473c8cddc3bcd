/**
 * Reference cases of decision curves without censoring.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. Computes nothing itself.
 */
import { decisionCurve } from '../../../packages/stats/src/decision/decision-curve.ts';
import type { Adapter } from './adapter.ts';
import { numbersOf } from './read-input.ts';

const binary: Adapter = (input, params) => {
  const probabilities = numbersOf(input, 'p');
  const labels = numbersOf(input, 'y');
  const thresholds = params.thresholds === undefined ? {} : { thresholds: numbersOf(params, 'thresholds') };
  const curve = decisionCurve(probabilities, labels, thresholds);
  const strict = decisionCurve(probabilities, labels, { ...thresholds, side: '>' });
  return {
    thresholds: [...curve.thresholds],
    net_benefit: [...curve.netBenefit],
    net_benefit_strict_greater: [...strict.netBenefit],
    treat_all: [...curve.treatAll],
    treat_none: [...curve.treatNone],
    dcurves_threshold: [...curve.thresholds],
    dcurves_net_benefit: [...curve.netBenefit],
    interventions_avoided_per_100: [...curve.interventionsAvoidedPer100],
  };
};

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = { 'dca.binary': binary };
