/** Competing-risks fixtures: cumulative incidence, Gray's test, Fine-Gray models, time-dependent AUC. */
import { StatsError } from '../../../packages/stats/src/errors.ts';
import { timeDependentAuc } from '../../../packages/stats/src/survival/accuracy/time-dependent-auc.ts';
import { fineGray } from '../../../packages/stats/src/survival/competing/fine-gray.ts';
import {
  type CompetingFollowUp,
  causeSpecific,
  causesOf,
} from '../../../packages/stats/src/survival/competing/follow-up.ts';
import { grayTest } from '../../../packages/stats/src/survival/competing/gray.ts';
import {
  type CumulativeIncidence,
  cumulativeIncidence,
} from '../../../packages/stats/src/survival/competing/incidence.ts';
import { incidenceAt } from '../../../packages/stats/src/survival/competing/incidence-at.ts';
import { coxRegression } from '../../../packages/stats/src/survival/cox/fit.ts';
import { countBelow } from '../../../packages/stats/src/survival/follow-up/order.ts';
import type { Adapter } from './adapter.ts';
import { column, covariates, levels, numberParameter } from './survival-input.ts';

type Fields = Record<string, unknown>;

function competingFrom(input: Fields): CompetingFollowUp {
  const cause = column(input, 'cause');
  const months = column(input, 'time');
  const wrong = cause.find((kind) => !(Number.isInteger(kind) && kind >= 0 && kind < 256));
  if (wrong !== undefined || cause.length !== months.length)
    throw new StatsError('survival/event', {
      found: `Found ${cause.length} causes for ${months.length} times${wrong === undefined ? '' : `, one of them ${wrong}`}.`,
      needed: 'Needed one whole number a patient, 0 where censored.',
      remedy: 'Check the cause column.',
    });
  return { months: Float64Array.from(months), cause: Uint8Array.from(cause) };
}

function subset(followUp: CompetingFollowUp, keep: (patient: number) => boolean): CompetingFollowUp {
  return {
    months: followUp.months.filter((_, patient) => keep(patient)),
    cause: followUp.cause.filter((_, patient) => keep(patient)),
  };
}

function varianceAt(curve: CumulativeIncidence, cause: number, months: number): number | null {
  const found = curve.causes.find((one) => one.cause === cause);
  if (!found || months > curve.times[curve.times.length - 1]!) return null;
  const place = countBelow(curve.times, months, true) - 1;
  return place < 0 ? 0 : found.grayVariance[place]!;
}

/** State probabilities and errors in the order free, cause 1, cause 2, ... */
function statesAt(curve: CumulativeIncidence, causes: number[], months: number) {
  const place = countBelow(curve.times, months, true) - 1;
  const found = causes.map((cause) => curve.causes.find((one) => one.cause === cause));
  if (place < 0) return { probability: [1, ...causes.map(() => 0)], error: [0, ...causes.map(() => 0)] };
  return {
    probability: [curve.eventFree[place]!, ...found.map((one) => one?.incidence[place] ?? 0)],
    error: [curve.eventFreeError[place]!, ...found.map((one) => one?.standardError[place] ?? 0)],
  };
}

function grouped(input: Fields, n: number): { labels: string[]; codes: Int32Array | null } {
  if (input.group === undefined || input.group === null) return { labels: ['all'], codes: null };
  const { labels, codes } = levels(input, 'group');
  if (codes.length !== n)
    throw new StatsError('input/length', {
      found: `Found ${codes.length} groups for ${n} patients.`,
      needed: 'Needed one group a patient.',
      remedy: 'Check the group column.',
    });
  return { labels: labels.map(String), codes };
}

const cuminc: Adapter = (input, params) => {
  const followUp = competingFrom(input);
  const months = column(params, 'times');
  const causes = causesOf(followUp);
  const { labels, codes } = grouped(input, followUp.months.length);
  const curves = labels.map((_, g) =>
    cumulativeIncidence(codes ? subset(followUp, (patient) => codes[patient] === g) : followUp),
  );
  const states = curves.flatMap((curve) => months.map((month) => statesAt(curve, causes, month)));
  return {
    times: months,
    curves: causes.flatMap((cause) =>
      labels.map((group, g) => ({
        group,
        cause,
        cif: months.map((month) => {
          const beyond = month > curves[g]!.times[curves[g]!.times.length - 1]!;
          return incidenceAt(curves[g]!, cause, { months: month }).value ?? (beyond ? null : 0);
        }),
        var_cmprsk: months.map((month) => varianceAt(curves[g]!, cause, month)),
      })),
    ),
    aalen_johansen: {
      strata: labels.flatMap((label) => months.map(() => label)),
      time: labels.flatMap(() => months),
      state_prob: states.map((state) => state.probability),
      se: states.map((state) => state.error),
    },
    ...(codes && labels.length > 1
      ? {
          gray: causes.map((cause) => {
            const test = grayTest(followUp, codes, { cause });
            return { cause, chisq: test.statistic, df: test.degreesOfFreedom, p: test.p };
          }),
        }
      : {}),
  };
};

const regression: Adapter = (input, params) => {
  const followUp = competingFrom(input);
  const cause = numberParameter(params, 'cause', 1);
  const columns = covariates(input);
  const fit = fineGray({ followUp, cause, covariates: columns });
  const leave = fineGray({ followUp, cause, covariates: columns, censoringTies: 'leave' });
  const specific = coxRegression({ followUp: causeSpecific(followUp, cause), covariates: columns });
  const lines = fit.coefficients;
  return {
    terms: lines.map((line) => line.name),
    coef: lines.map((line) => line.logHazardRatio),
    se: lines.map((line) => line.standardError),
    shr: lines.map((line) => line.hazardRatio.value),
    p: lines.map((line) => line.p),
    loglik: fit.logLikelihood,
    finegray_coxph_coef: leave.coefficients.map((line) => line.logHazardRatio),
    finegray_coxph_naive_se: leave.coefficients.map((line) => line.modelStandardError),
    cause_specific_coef: specific.coefficients.map((line) => line.logHazardRatio),
    cause_specific_se: specific.coefficients.map((line) => line.standardError),
  };
};

const auc: Adapter = (input, params) => {
  const { months, cause } = competingFrom(input);
  const interest = numberParameter(params, 'cause', 1);
  const times = column(params, 'times');
  const followUp = { months, observed: cause.map((kind) => (kind > 0 ? 1 : 0)) };
  const otherCause = cause.map((kind) => (kind > 0 && kind !== interest ? 1 : 0));
  const run = (controls: 'event-free' | 'not-case') =>
    timeDependentAuc(column(input, 'score'), followUp, {
      months: times,
      otherCause,
      controls,
      censoringTies: 'row-order',
    });
  const [free, notCase] = [run('event-free'), run('not-case')];
  return {
    times,
    auc_1_controls_event_free: free.map((at) => at.auc.value),
    se_1: free.map((at) => at.standardError),
    auc_2_controls_not_case: notCase.map((at) => at.auc.value),
    se_2: notCase.map((at) => at.standardError),
  };
};

/** Adapters of the topic competing. */
export const adapters: Record<string, Adapter> = {
  'cr.cuminc': cuminc,
  'cr.finegray': regression,
  'tdroc.cr': auc,
};
