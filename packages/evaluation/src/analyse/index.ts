/**
 * The whole evaluation and survival part on any table with a score: columns, cut-off, cohorts, numbers.
 */
export { ALL_ROWS, analyseTable, type TableSource } from './analyse.ts';
export type { Analysis, CohortAnalysis, Survival } from './analysis.ts';
export { numbersOfAnalysis } from './numbers.ts';
export {
  ANALYSIS_DEFAULTS,
  type AnalysisOptions,
  type AnalysisRequest,
  type AnalysisRule,
  resolveOptions,
} from './options.ts';
