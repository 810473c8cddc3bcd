/**
 * What executes programs in Node, and how one is chosen. A browser's runtimes are in `@mriscore/engine/web`.
 */
export type { ChoiceLimits } from './choose/choose.ts';
export type { CandidateRecord, ChosenRuntime, RuntimeRecord } from './choose/record.ts';
export {
  type ChooseRuntimeOptions,
  chooseRuntime,
  NODE_RUNTIMES,
  type NodeRuntimeName,
  openNodeRuntime,
} from './node/choose.ts';
export { type NodeRuntimeOptions, openNodeCpu, openNodeCuda, openNodeWebGpu } from './node/open.ts';
export type { Runtime, RuntimeName, Session } from './runtime.ts';
