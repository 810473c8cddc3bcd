export { ALL_ROWS, analyseTable } from './analyse.ts';
export type { AdjustedModel, Analysis, AnalysisPart, CohortAnalysis, Survival } from './analysis.ts';
export { type FollowedPatient, judgeEndpoint } from './endpoint.ts';
export { numbersOfAnalysis } from './numbers.ts';
export {
  ANALYSIS_DEFAULTS,
  type AnalysisOptions,
  type AnalysisRequest,
  type AnalysisRule,
  resolveOptions,
} from './options.ts';
export type {
  EndpointResult,
  GroupCurve,
  HazardRatio,
  Judgement,
  ResponseResult,
  SetCalibration,
} from './result.ts';
export { aucOf, type Judged, judgeSet } from './set.ts';
