/**
 * A score, judged among some patients: one file a question. Reads arrays, gives plain numbers; knows no table.
 *
 * discriminate: does it tell positive from negative. calibrate: does a probability mean what it says. decide: what would
 * acting on it bring. classify: what does it call at a cut-off. follow: what does it say of the time to an event, with
 * hazard, concord and restricted-mean. respond: does it tell responders. adjust and interact: what does it say beside
 * other columns and treatment. compare: against a second score.
 */

export { attempt } from './attempt.ts';
export { callOf } from './classify.ts';
export { type AreaOptions, aucOf } from './discriminate.ts';
export { noEstimate, plainEstimate } from './estimate.ts';
export { type FollowedPatient, judgeEndpoint } from './follow.ts';
export { followUpOfPatients } from './follow-up.ts';
export { hazardRatioOf } from './hazard.ts';
export { judgeSet } from './judge-set.ts';
export type { Judged } from './judged.ts';
export type { AnalysisPart } from './part.ts';
export { judgeResponse, type TreatedPatient } from './respond.ts';
export type {
  AdjustedModel,
  EndpointResult,
  GroupCurve,
  HazardRatio,
  Judgement,
  ResponseResult,
  SetCalibration,
} from './result.ts';
