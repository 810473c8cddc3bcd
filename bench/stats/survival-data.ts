/**
 * Follow-up, covariates and a score of n made patients, the same in every run and in R.
 *
 * Gives arrays, or a CSV for R. Times are rounded to hundredths of a month, so that there are ties.
 */
import { writeFileSync } from 'node:fs';
import type { FollowUp } from '@mriscore/stats';
import { random } from '@mriscore/stats';

/** Made patients. */
export interface Cohort {
  readonly followUp: FollowUp;
  /** One array a covariate. */
  readonly columns: readonly Float64Array[];
  readonly arm: Int32Array;
}

/** Patients with p normal covariates whose log hazard ratios run from -0.5 to 0.5. */
export function cohort(n: number, p: number): Cohort {
  const stream = random(1, 'bench/survival');
  const columns = Array.from({ length: p }, () =>
    Float64Array.from({ length: n }, () => round6(stream.normal())),
  );
  const months = new Float64Array(n);
  const observed = new Uint8Array(n);
  const arm = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const eta = columns.reduce((sum, values, j) => sum + values[i]! * (p > 1 ? -0.5 + j / (p - 1) : 0.5), 0);
    const event = -Math.log(1 - stream.uniform()) / (0.1 * Math.exp(eta));
    const censoring = -Math.log(1 - stream.uniform()) / 0.05;
    months[i] = Math.ceil(Math.min(event, censoring) * 100) / 100;
    observed[i] = event <= censoring ? 1 : 0;
    arm[i] = stream.integer(2);
  }
  return { followUp: { months, observed }, columns, arm };
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Write the patients where R can read them. */
export function writeCsv(path: string, { followUp, columns, arm }: Cohort): void {
  const lines = [['time', 'event', ...columns.map((_, j) => `x${j + 1}`), 'arm'].join(',')];
  for (let i = 0; i < arm.length; i++)
    lines.push(
      [followUp.months[i], followUp.observed[i], ...columns.map((values) => values[i]), arm[i]].join(','),
    );
  writeFileSync(path, `${lines.join('\n')}\n`);
}
