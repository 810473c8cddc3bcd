/**
 * Reference cases of reclassification and of paired right and wrong calls.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. Computes nothing itself.
 */
import type { NetReclassification } from '../../../packages/stats/src/decision/net-reclassification.ts';
import { reclassification } from '../../../packages/stats/src/decision/reclassification.ts';
import { mcnemarTest } from '../../../packages/stats/src/hypothesis/mcnemar.ts';
import type { Adapter } from './adapter.ts';
import { levelOf, numbersOf } from './read-input.ts';

const net = (part: NetReclassification) => ({
  nri: part.total.value,
  event: part.events,
  nonevent: part.nonEvents,
  se_null: part.standardErrorNull,
  se_alternative: part.standardError,
  z: part.z,
  p: part.p,
  ci_lower: part.total.lower,
  ci_upper: part.total.upper,
});

const improvement: Adapter = (input, params) => {
  const result = reclassification(
    numbersOf(input, 'p_old'),
    numbersOf(input, 'p_new'),
    numbersOf(input, 'y'),
    {
      ...(params.cutoffs === undefined ? {} : { cutoffs: numbersOf(params, 'cutoffs') }),
      level: levelOf(params),
    },
  );
  const { integrated, categorical } = result;
  return {
    categorical: net(categorical),
    continuous: net(result.continuous),
    idi: {
      idi: integrated.total.value,
      se: integrated.standardError,
      z: integrated.z,
      p: integrated.p,
      ci_lower: integrated.total.lower,
      ci_upper: integrated.total.upper,
      is_old: integrated.slopeOld,
      is_new: integrated.slopeNew,
    },
    table_events: result.tableEvents,
    table_nonevents: result.tableNonEvents,
    nricens_nri: categorical.total.value,
    nricens_nri_plus: categorical.events,
    nricens_nri_minus: categorical.nonEvents,
  };
};

const mcnemar: Adapter = (input) => {
  const result = mcnemarTest(numbersOf(input, 'correct1'), numbersOf(input, 'correct2'));
  return {
    n01: result.onlySecond,
    n10: result.onlyFirst,
    n00: result.neither,
    n11: result.both,
    chisq_cc: result.corrected.statistic,
    p_cc: result.corrected.p,
    chisq: result.uncorrected.statistic,
    p: result.uncorrected.p,
    p_exact: result.pExact,
    p_mid: result.pMid,
  };
};

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = { 'reclass.nri_idi': improvement, 'test.mcnemar': mcnemar };
