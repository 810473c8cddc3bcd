/**
 * Whether curves, counts, tests and ratios of follow-up agree.
 */

import {
  agree,
  areaViolations,
  estimateViolations,
  pViolations,
  RATIO,
  ratioViolations,
} from '@mriscore/evaluation/gate';
import type { EndpointResult, GroupCurve } from '@mriscore/evaluation/judge';
import { chiSquaredSurvival } from '@mriscore/stats';
import type { SetSurvival } from '../../survive/artefact.ts';
import type { Report } from '../report.ts';

function falls(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value <= (values[index - 1] ?? value) + 1e-12);
}

function curveViolations(
  name: string,
  curve: GroupCurve,
  atRiskMonths: readonly number[],
): readonly string[] {
  const found = [...estimateViolations(`Median of ${name}`, curve.median, RATIO)];
  const { survival, lower, upper, atRisk, n, events } = curve;
  if (!survival.every((value) => value >= 0 && value <= 1) || !falls(survival))
    found.push(`The curve of ${name} rises or leaves 0 to 1.`);
  const inside = survival.every(
    (value, index) => (lower[index] ?? value) <= value + 1e-12 && (upper[index] ?? value) >= value - 1e-12,
  );
  if (!inside) found.push(`The curve of ${name} leaves its band.`);
  if (events > n) found.push(`${name} has ${events} events in ${n} patients.`);
  if (atRisk.length !== atRiskMonths.length || !falls(atRisk) || (atRisk[0] ?? n) > n)
    found.push(`The numbers at risk of ${name} do not fall from ${n}: ${atRisk.join(', ')}.`);
  if (atRiskMonths[0] === 0 && atRisk[0] !== n)
    found.push(`${atRisk[0]} of ${n} patients of ${name} are at risk at the start.`);
  const censored = curve.censored.reduce((sum, count) => sum + count, 0);
  if (censored + events !== n)
    found.push(`${name} has ${events} events and ${censored} censored patients, but ${n} patients.`);
  return found;
}

function endpointViolations(set: SetSurvival, result: EndpointResult, n: number): readonly string[] {
  const name = `${result.endpoint} in ${set.name}`;
  const found: string[] = [];
  const total = result.groups.reduce((sum, group) => sum + group.n, 0);
  const events = result.groups.reduce((sum, group) => sum + group.events, 0);
  if (total !== result.n || events !== result.events)
    found.push(`The groups of ${name} hold ${events}/${total}, all together ${result.events}/${result.n}.`);
  if (result.n > n) found.push(`${name} follows ${result.n} patients, but the set has ${n}.`);
  const { statistic, p } = result.logRank;
  if (statistic !== null && p !== null && !agree(chiSquaredSurvival(statistic, 1), p, 1e-6))
    found.push(`The log-rank statistic of ${name} is ${statistic}, which is not P = ${p}.`);
  return [
    ...found,
    ...pViolations(`The log-rank test of ${name}`, p),
    ...result.groups.flatMap((group) =>
      curveViolations(`${name}, ${group.group} score`, group, result.atRiskMonths),
    ),
    ...ratioViolations(`The hazard ratio of ${name}`, result.hazardRatio),
    ...ratioViolations(`The hazard ratio per SD of ${name}`, result.hazardRatioPerSd),
  ];
}

function responseViolations(set: SetSurvival, n: number): readonly string[] {
  const { response } = set;
  if (response === null) return [];
  const name = `${response.name} in ${set.name}`;
  const found = [...areaViolations(name, response.auc, response.roc)];
  if (response.n + response.notEvaluable !== n || response.responders > response.n)
    found.push(
      `${name} counts ${response.responders} of ${response.n} and ${response.notEvaluable} not evaluable, but the set has ${n}.`,
    );
  return found;
}

/** Contradictions in what is said of follow-up and response. */
export function survivalViolations({ survival, evaluation }: Report): readonly string[] {
  return survival.sets.flatMap((set) => {
    const n = evaluation.sets.find(({ name }) => name === set.name)?.n;
    if (n === undefined) return [`${set.name} is followed but was never scored.`];
    return [
      ...set.endpoints.flatMap((result) => endpointViolations(set, result, n)),
      ...responseViolations(set, n),
    ];
  });
}
