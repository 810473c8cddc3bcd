/**
 * Takes infinity out of estimates: JSON would silently write null for it, and a page would print a word.
 *
 * Reads and gives plain data. A likelihood ratio without a false positive is infinite, and so is the limit of a hazard
 * ratio that the data hardly bound; both become null and say why.
 */
import type { Estimate } from '@mriscore/stats';

const INFINITE = 'Infinite: no patient is in the group it is divided by.';
const UNBOUNDED = 'A limit is too large to be a number: the data hardly bound it.';

function isEstimate(found: object): found is Estimate {
  return 'value' in found && 'lower' in found && 'upper' in found && 'level' in found;
}

function definiteEstimate(estimate: Estimate): Estimate {
  const { value, lower, upper } = estimate;
  const finite = (number: number | null): number | null =>
    number !== null && Number.isFinite(number) ? number : null;
  const kept = { value: finite(value), lower: finite(lower), upper: finite(upper) };
  if (kept.value === value && kept.lower === lower && kept.upper === upper) return estimate;
  return { ...estimate, ...kept, reason: kept.value === value ? UNBOUNDED : INFINITE };
}

/**
 * The same data with every infinite value or limit of an estimate replaced by null and a reason, and every other
 * infinite number by null.
 *
 * @param data Plain data: objects, lists, numbers, texts.
 * @example
 * definite({ value: Infinity, lower: null, upper: null, level: 0.95, method: 'ratio' }).value; // null
 */
export function definite<T>(data: T): T {
  if (typeof data === 'number') return (Number.isFinite(data) ? data : null) as T;
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return data;
  if (Array.isArray(data)) return (typeof data[0] === 'number' ? data : data.map(definite)) as T;
  const own = isEstimate(data) ? definiteEstimate(data) : data;
  return Object.fromEntries(Object.entries(own).map(([key, member]) => [key, definite(member)])) as T;
}
