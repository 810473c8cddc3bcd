/**
 * Whether what is said of follow-up and response agrees with itself and with the sets that were scored.
 */

import { endpointViolations, responseViolations } from '@mriscore/evaluation/gate';
import type { Report } from '../report.ts';

/** Contradictions in what is said of follow-up and response. */
export function survivalViolations({ survival, evaluation }: Report): readonly string[] {
  return survival.sets.flatMap(({ name, endpoints, response }) => {
    const n = evaluation.sets.find((set) => set.name === name)?.n;
    if (n === undefined) return [`${name} is followed but was never scored.`];
    return [
      ...endpoints.flatMap((result) => [
        ...(result.n > n
          ? [`${result.endpoint} in ${name} follows ${result.n} patients, but the set has ${n}.`]
          : []),
        ...endpointViolations(name, result),
      ]),
      ...(response === null ? [] : responseViolations(name, response, n)),
    ];
  });
}
