/**
 * Whether a row of the table fulfils a rule of the protocol.
 *
 * Compares texts with texts and numbers with numbers; an empty cell fulfils no condition.
 */
import type { Row } from '@mriscore/evaluation/table';
import { numberOf } from '@mriscore/evaluation/table';
import type { Condition, Rule } from './schema.ts';

function equals(cell: string, value: string | number | boolean): boolean {
  return typeof value === 'number' ? numberOf(cell) === value : cell === String(value);
}

/** True when the condition compares numbers, so that the column has to be numeric. */
export function isNumeric(condition: Condition): boolean {
  return typeof condition === 'number' || (typeof condition === 'object' && !Array.isArray(condition));
}

/**
 * Whether one cell fulfils one condition.
 *
 * @param cell Text of the cell; empty fulfils nothing.
 * @example
 * fulfils('35', { atLeast: 20 }); // true
 */
export function fulfils(cell: string | undefined, condition: Condition): boolean {
  if (cell === undefined || cell === '') return false;
  if (typeof condition !== 'object') return equals(cell, condition);
  if (Array.isArray(condition)) return condition.some((value) => equals(cell, value));
  const number = numberOf(cell);
  if (number === null) return false;
  const { atLeast = -Infinity, atMost = Infinity, above = -Infinity, below = Infinity } = condition;
  return number >= atLeast && number <= atMost && number > above && number < below;
}

/** Whether a row fulfils every condition of a rule. A rule without conditions is fulfilled by every row. */
export function matches(row: Row, rule: Rule): boolean {
  return Object.entries(rule).every(([column, condition]) => fulfils(row[column], condition));
}
