/**
 * Which rows a bootstrap resample holds.
 *
 * Reads how many rows there are, their strata and the patients they belong to, gives row indices. Whole patients are
 * drawn, so that two scans of one patient stay together, and strata keep their size in patients.
 */
import { StatsError } from '../errors.ts';
import type { Random } from './random.ts';

/** Rows that can be drawn. */
export interface RowPlan {
  /** Number of rows. */
  readonly n: number;
  /** Stratum of every row, say its label; patients are drawn within each. Default one stratum. */
  readonly strata?: ArrayLike<string | number>;
  /** Patient of every row; all rows of one patient are drawn together. Default every row its own patient. */
  readonly patients?: ArrayLike<string | number>;
}

/** Patients by stratum: for each stratum the rows of each of its patients. */
export type PatientsByStratum = readonly (readonly (readonly number[])[])[];

function checkColumn(name: string, column: ArrayLike<unknown> | undefined, n: number): void {
  if (!column || column.length === n) return;
  throw new StatsError('input/length', {
    found: `Found ${column.length} ${name} for ${n} rows.`,
    needed: 'Needed one a row.',
    remedy: 'Pass columns of the same rows.',
  });
}

/**
 * Groups rows by stratum and patient.
 *
 * A patient belongs to the stratum of the first of its rows; one whose rows differ is refused.
 *
 * @throws StatsError `input/length`, `input/empty`, `resampling/split` when a patient is in two strata.
 */
export function groupRows(plan: RowPlan): PatientsByStratum {
  const { n, strata, patients } = plan;
  checkColumn('strata', strata, n);
  checkColumn('patients', patients, n);
  if (n < 1) {
    throw new StatsError('input/empty', {
      found: 'Found no rows.',
      needed: 'Needed at least one.',
      remedy: 'Check the filter that led here.',
    });
  }
  const byPatient = new Map<string | number, number[]>();
  for (let row = 0; row < n; row++) {
    const key = patients ? patients[row]! : row;
    const rows = byPatient.get(key);
    if (rows) rows.push(row);
    else byPatient.set(key, [row]);
  }
  const byStratum = new Map<string | number, number[][]>();
  for (const rows of byPatient.values()) {
    const stratum = strata ? strata[rows[0]!]! : '';
    if (strata && rows.some((row) => strata[row] !== stratum)) {
      throw new StatsError('resampling/split', {
        found: 'Found a patient whose rows are in two strata.',
        needed: 'Needed one stratum a patient.',
        remedy: 'Stratify by a property of the patient, not of the scan.',
      });
    }
    const list = byStratum.get(stratum);
    if (list) list.push(rows);
    else byStratum.set(stratum, [rows]);
  }
  return [...byStratum.values()];
}

/**
 * One resample with replacement.
 *
 * @param groups From `groupRows`.
 * @param source Where the numbers come from.
 * @returns Row indices; as many patients in every stratum as there are.
 * @example
 * drawRows(groupRows({ n: 4, strata: [0, 0, 1, 1] }), random(1, 'bootstrap', 0));
 * @see Efron, Ann Stat 7 (1979) 1-26; Field and Welsh, J R Stat Soc B 69 (2007) 369-390 (whole patients).
 */
export function drawRows(groups: PatientsByStratum, source: Random): Int32Array {
  const rows: number[] = [];
  for (const stratum of groups) {
    for (let k = 0; k < stratum.length; k++) rows.push(...stratum[source.integer(stratum.length)]!);
  }
  return Int32Array.from(rows);
}
