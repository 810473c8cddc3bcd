/**
 * Whether curves, counts, tests and ratios of follow-up agree, and what is said of response.
 */
import { chiSquaredSurvival } from '@mriscore/stats';
import type { EndpointResult, GroupCurve, ResponseResult } from '../judge/result.ts';
import { areaViolations } from './area.ts';
import { agree, estimateViolations, pViolations, RATIO, ratioViolations } from './estimates.ts';

function falls(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value <= (values[index - 1] ?? value) + 1e-12);
}

function pathViolations(name: string, { survival, lower, upper }: GroupCurve): readonly string[] {
  const found: string[] = [];
  if (!survival.every((value) => value >= 0 && value <= 1) || !falls(survival))
    found.push(`The curve of ${name} rises or leaves 0 to 1.`);
  const inside = survival.every(
    (value, index) => (lower[index] ?? value) <= value + 1e-12 && (upper[index] ?? value) >= value - 1e-12,
  );
  if (!inside) found.push(`The curve of ${name} leaves its band.`);
  return found;
}

function countViolations(
  name: string,
  curve: GroupCurve,
  atRiskMonths: readonly number[],
): readonly string[] {
  const { atRisk, n, events } = curve;
  const found: string[] = [];
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

/**
 * Contradictions in one endpoint of one set.
 *
 * @param set Name of the set, for the sentences.
 */
export function endpointViolations(set: string, result: EndpointResult): readonly string[] {
  const name = `${result.endpoint} in ${set}`;
  const found: string[] = [];
  const total = result.groups.reduce((sum, group) => sum + group.n, 0);
  const events = result.groups.reduce((sum, group) => sum + group.events, 0);
  if (total !== result.n || events !== result.events)
    found.push(`The groups of ${name} hold ${events}/${total}, all together ${result.events}/${result.n}.`);
  const { statistic, p } = result.logRank;
  if (statistic !== null && p !== null && !agree(chiSquaredSurvival(statistic, 1), p, 1e-6))
    found.push(`The log-rank statistic of ${name} is ${statistic}, which is not P = ${p}.`);
  return [
    ...found,
    ...pViolations(`The log-rank test of ${name}`, p),
    ...result.groups.flatMap((group) => {
      const curve = `${name}, ${group.group} score`;
      return [
        ...estimateViolations(`Median of ${curve}`, group.median, RATIO),
        ...pathViolations(curve, group),
        ...countViolations(curve, group, result.atRiskMonths),
      ];
    }),
    ...ratioViolations(`The hazard ratio of ${name}`, result.hazardRatio),
    ...ratioViolations(`The hazard ratio per SD of ${name}`, result.hazardRatioPerSd),
  ];
}

/**
 * Contradictions in what is said of response in one set.
 *
 * @param n Patients of the set, evaluable or not.
 */
export function responseViolations(set: string, response: ResponseResult, n: number): readonly string[] {
  const name = `${response.name} in ${set}`;
  const found = [...areaViolations(name, response.auc, response.roc)];
  if (response.n + response.notEvaluable !== n || response.responders > response.n)
    found.push(
      `${name} counts ${response.responders} of ${response.n} and ${response.notEvaluable} not evaluable, but the set has ${n}.`,
    );
  return found;
}
