/** Random numbers with a name, splits, bootstrap and quantiles. */
export { quantile, sortedQuantile } from './quantile.ts';
export { type Random, random, shuffle } from './random.ts';
