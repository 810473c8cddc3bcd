/**
 * A study, in order: what the command, the server and other programs call.
 */
export type { CandidateRecord, NodeRuntimeName, RuntimeRecord } from '@mriscore/engine';
export { findDemo } from './demo/find-demo.ts';
export { type DemoOptions, type DemoStart, demoProtocol, writeDemo } from './demo/write-demo.ts';
export {
  type CodedError,
  type ExitCode,
  exitCodeOf,
  type Finding,
  isCoded,
  StudyError,
  type StudyErrorCode,
  type StudyErrorDetails,
  StudyErrors,
} from './errors.ts';
export { sha256 } from './files/hash.ts';
export { formatArtefact } from './files/read-json.ts';
export { type JsonSchema, protocolJsonSchema } from './protocol/json-schema.ts';
export { parseProtocol, readProtocol } from './protocol/read.ts';
export type { Protocol, ProtocolInput } from './protocol/schema.ts';
export { PROTOCOL_FILE } from './protocol/yaml.ts';
export { findBrokenLink, PROVENANCE_FILE } from './provenance.ts';
export {
  type Copy,
  type PatientQuality,
  QUALITY_FILE,
  type QualityArtefact,
  type ScanQuality,
} from './quality/artefact.ts';
export { assessQuality } from './quality/assess.ts';
export { QUALITY_LIMITS } from './quality/flags.ts';
export {
  chooseStudyRuntime,
  findRememberedRuntime,
  RUNTIME_FILE,
  RUNTIME_WISHES,
  type RuntimeChoice,
  type RuntimeWish,
  tryRuntimes,
} from './run/choose-runtime.ts';
export type { Progress, ProgressEvent, TrainingProgress } from './run/progress.ts';
export { type Receipt, readLedger } from './run/receipt.ts';
export { findStage, type RunOptions, runStudy } from './run/run-study.ts';
export type { Stage } from './run/stage.ts';
export { readStatus, type StageStatus } from './run/status.ts';
export type { StageName } from './run/unit.ts';
export { weightsFolder } from './run/weights-folder.ts';
export { localWorld, type RunWorld, type WorldOptions } from './run/world.ts';
export type { CohortArtefact, CohortCount, Flow, Member, Split } from './stages/cohort/artefact.ts';
export type { EvaluationArtefact, SetEvaluation } from './stages/evaluate/artefact.ts';
export { type Headlines, readHeadlines, type SetHeadline } from './stages/report/headlines.ts';
export type { SetSurvival, SurvivalArtefact } from './stages/survive/artefact.ts';
export { requireStart } from './stages/train/start.ts';
export { STAGES } from './stages.ts';
export { openStudy, type Study, type StudyLocation } from './study.ts';
export { type Fetched, type FetchOptions, fetchWeights } from './weights/fetch.ts';
export { findIntact, findRecord, tensorsPath, type WeightsRecord } from './weights/folder.ts';
export { type ImportOptions, importWeightFiles } from './weights/import.ts';
export { type ListedWeights, listWeights } from './weights/list.ts';
export { getSource, sourceNames, type WeightsSource } from './weights/sources.ts';
