/** The shortest protocols that tests start from. */
import { parseProtocol } from './read.ts';
import type { Protocol } from './schema.ts';

/** Keys without a default, and nothing else. */
export const MINIMAL_YAML = `
schema: mriscore/protocol/1
title: Minimal
sequences: { T1: { file: '{patient}/T1.nii' }, T2: { file: '{patient}/T2.nii', mayMiss: true } }
mask: { file: '{patient}/mask.nii', drawnOn: T1 }
target: { name: positive, column: cps, positive: { atLeast: 20 } }
cohorts:
  train: { role: training, where: { site: A } }
  other: { role: external, where: { site: B } }
`;

/** The minimal protocol, with more lines where a test needs them. */
export function minimalProtocol(more = ''): Protocol {
  return parseProtocol(MINIMAL_YAML + more);
}
