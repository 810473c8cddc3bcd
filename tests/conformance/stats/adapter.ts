/**
 * How a reference case reaches a statistic.
 *
 * Gives the shape of an adapter: plain JSON input and parameters in, an object with the fixture's field names out.
 */

/** Computes one fixture function. Throws StatsError where no number may be returned. */
export type Adapter = (input: Record<string, unknown>, params: Record<string, unknown>) => unknown;
