/**
 * Who the patients of two groups are: the first table of a paper.
 *
 * Reads variables and a group column, gives a row a variable with each group's summary, the standardised difference and
 * the test a footnote names. Missing values are counted, never filled. Knows no layout.
 */
import { type Numbers, requireRows } from '../columns.ts';
import { testCounts, testNumbers, tryTest } from './choose-test.ts';
import { type Description, describe } from './describe.ts';
import {
  type GroupedValues,
  type GroupName,
  sortedNames,
  splitByGroup,
  type TableValue,
} from './split-by-group.ts';
import { standardisedDifference } from './standardised-difference.ts';

/** A variable of the table. */
export interface TableVariable {
  /** Its name. */
  readonly name: string;
  /** `normal`: mean and t test; `skewed`: quartiles and Wilcoxon; `categorical`: counts and chi-squared or Fisher. */
  readonly kind: 'normal' | 'skewed' | 'categorical';
  /** Length n; null where missing. */
  readonly values: ArrayLike<TableValue>;
}

/** What one group looks like in one variable. */
export interface GroupSummary {
  /** Name of the group. */
  readonly group: string | number;
  /** Patients with a value. */
  readonly n: number;
  /** Patients without. */
  readonly missing: number;
  /** Summary of a numeric variable; null without a value or for a categorical one. */
  readonly description: Description | null;
  /** Count of each category, in the order of `categories`; empty for a numeric variable. */
  readonly counts: readonly number[];
}

/** One row of the table. */
export interface TableRow {
  /** Name of the variable. */
  readonly name: string;
  /** Its kind. */
  readonly kind: TableVariable['kind'];
  /** Categories, sorted; empty for a numeric variable. */
  readonly categories: readonly (string | number)[];
  /** The two groups. */
  readonly groups: readonly [GroupSummary, GroupSummary];
  /** Absolute standardised difference; null where it is not defined. */
  readonly standardisedDifference: number | null;
  /** P of the test; null where it is not defined. */
  readonly p: number | null;
  /** Name of the test, for the footnote. */
  readonly test: string;
  /** Why a number is null. */
  readonly reason?: string;
}

function summaries(
  split: GroupedValues,
  variable: TableVariable,
  categories: readonly GroupName[],
): TableRow['groups'] {
  const of = (side: 0 | 1): GroupSummary => {
    const values = split.present[side];
    const isNumeric = variable.kind !== 'categorical';
    return {
      group: split.names[side],
      n: values.length,
      missing: split.missing[side],
      description: isNumeric && values.length > 0 ? describe(values as number[]) : null,
      counts: categories.map((category) => values.filter((value) => value === category).length),
    };
  };
  return [of(0), of(1)];
}

function difference(split: GroupedValues, kind: TableVariable['kind']): number | null {
  const [a, b] = split.present;
  if (a.length === 0 || b.length === 0) return null;
  const groups = [...a.map(() => 0), ...b.map(() => 1)];
  const as = kind === 'categorical' ? 'categorical' : 'continuous';
  return standardisedDifference([...a, ...b], groups, as).value;
}

function rowOf(variable: TableVariable, groups: ArrayLike<GroupName>): TableRow {
  const { name, kind, values } = variable;
  requireRows({ [name]: values as Numbers, groups: groups as Numbers });
  const split = splitByGroup(values, groups);
  const categories = kind === 'categorical' ? sortedNames(split.present.flat()) : [];
  const described = summaries(split, variable, categories);
  const tested =
    kind === 'categorical'
      ? tryTest(() => testCounts(described.map((group) => group.counts)), 'chi-squared or Fisher')
      : tryTest(() => testNumbers(kind, split.present), kind === 'normal' ? 'Welch t' : 'Wilcoxon rank sum');
  return {
    name,
    kind,
    categories,
    groups: described,
    standardisedDifference: difference(split, kind),
    ...tested,
  };
}

/**
 * The first table of a paper: each variable by group, with the standardised difference.
 *
 * @param variables The rows.
 * @param groups Group of each patient, exactly two different values.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`, `tests/groups`.
 * @example
 * tableOne([{ name: 'age', kind: 'normal', values: [51, 60, 42, 70] }], ['train', 'train', 'test', 'test']);
 * @see Pollard et al., JAMIA Open 1 (2018) 26-31. R: tableone::CreateTableOne.
 */
export function tableOne(variables: readonly TableVariable[], groups: ArrayLike<GroupName>): TableRow[] {
  return variables.map((variable) => rowOf(variable, groups));
}
