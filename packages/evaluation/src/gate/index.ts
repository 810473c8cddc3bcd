export { checkAnalysis } from './analysis.ts';
export { areaViolations } from './area.ts';
export { ANY, agree, estimateViolations, pViolations, RATIO, ratioViolations, UNIT } from './estimates.ts';
