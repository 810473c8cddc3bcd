/**
 * Units in which tables give follow-up, in months.
 */

/** Unit of a follow-up time. */
export type TimeUnit = 'days' | 'weeks' | 'months' | 'years';

/** Months in one unit of a follow-up time. A month is a twelfth of 365.25 days. */
export const MONTHS_PER_UNIT: Readonly<Record<TimeUnit, number>> = {
  days: 12 / 365.25,
  weeks: 84 / 365.25,
  months: 1,
  years: 12,
};
