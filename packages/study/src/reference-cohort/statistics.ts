export { random, type Random } from '../../../stats/src/resampling/random.ts';
export { normalCdf, normalDensity, normalQuantile } from '../../../stats/src/distributions/normal.ts';
