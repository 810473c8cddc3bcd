/**
 * The gate before print: whether numbers that say something of each other agree. Repairs nothing.
 */
export { checkAnalysis } from './analysis.ts';
export { areaViolations } from './area.ts';
export { calibrationViolations } from './calibration.ts';
export { callViolations } from './calls.ts';
export { estimateViolations, UNIT } from './estimates.ts';
export { endpointViolations, responseViolations } from './follow.ts';
