/**
 * Which runtime of the engine a study's networks are computed with, and the record of that choice.
 *
 * Reads and writes `runtime.json` of a study folder, so that a choice made by measuring is made once: another runtime
 * would have other keys, and finished trainings would be done again.
 */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  chooseRuntime,
  EngineError,
  NODE_RUNTIMES,
  type NodeRuntimeName,
  type RuntimeRecord,
} from '@mriscore/engine';
import { writeAtomic } from '@mriscore/scans/disk';
import { StudyError } from '../errors.ts';
import { parseJson } from '../files/parse-json.ts';

/** A runtime by name, or `auto` for the fastest on this machine whose scores agree with the processor's. */
export type RuntimeWish = NodeRuntimeName | 'auto';

/** Everything that can be wished for. */
export const RUNTIME_WISHES: readonly RuntimeWish[] = Object.freeze([...NODE_RUNTIMES, 'auto']);

/** Where the last choice of a study lies, relative to its folder. */
export const RUNTIME_FILE = 'runtime.json';

/** A choice, and where it comes from. */
export interface RuntimeChoice {
  readonly name: NodeRuntimeName;
  readonly record: RuntimeRecord;
  /** True when an earlier run on this machine had measured. */
  readonly remembered: boolean;
}

interface RuntimeArtefact {
  readonly schema: 'mriscore/runtime/1';
  readonly host: string;
  readonly chosenAt: string;
  readonly record: RuntimeRecord;
}

const nameOf = ({ chosen }: RuntimeRecord): NodeRuntimeName =>
  NODE_RUNTIMES.find((name) => name === chosen) ?? 'node-cpu';

async function readChoice(directory: string): Promise<RuntimeArtefact | undefined> {
  try {
    return parseJson(await readFile(join(directory, RUNTIME_FILE), 'utf8'), RUNTIME_FILE) as RuntimeArtefact;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** The study's error for one of the engine's. */
function asStudyError(cause: unknown): unknown {
  if (!(cause instanceof EngineError)) return cause;
  const code = cause.code === 'runtime/disagrees' ? 'run/runtime-disagrees' : 'run/no-runtime';
  return new StudyError(code, cause.finding, {}, { cause });
}

/**
 * Tries every runtime of this machine and says what was found. Keeps none open and writes nothing.
 *
 * @param wish What is wished for; anything but `node-cpu` takes seconds.
 * @param threads Threads that the engine may use.
 * @throws StudyError `run/no-runtime` when the wished one cannot run here, `run/runtime-disagrees` when its scores
 *   differ from the processor's.
 * @example
 * (await tryRuntimes('auto', 2)).candidates.map(({ name, stepMs, reason }) => ({ name, stepMs, reason }));
 */
export async function tryRuntimes(wish: RuntimeWish, threads: number): Promise<RuntimeRecord> {
  try {
    const { runtime, record } = await chooseRuntime({ runtime: wish, threads });
    await runtime[Symbol.asyncDispose]();
    return record;
  } catch (cause) {
    throw asStudyError(cause);
  }
}

/**
 * The runtime that an earlier run of this study chose by measuring, on this machine.
 *
 * @param directory The study folder.
 * @returns undefined when there was no such run here.
 */
export async function findRememberedRuntime(directory: string): Promise<RuntimeChoice | undefined> {
  const choice = await readChoice(directory);
  if (choice === undefined || choice.host !== hostname() || choice.record.wish !== 'auto') return undefined;
  return { name: nameOf(choice.record), record: choice.record, remembered: true };
}

/**
 * Chooses the runtime of a study. A named one other than the processor is first held against it; `auto` measures once
 * a study and machine. Every choice but `node-cpu` is kept in `runtime.json`.
 *
 * @param directory The study folder.
 * @param options What is wished for, threads of the engine, and the time now.
 * @throws StudyError `run/no-runtime`, `run/runtime-disagrees`.
 * @example
 * const { name } = await chooseStudyRuntime('my-study', { wish: 'auto', threads: 2, now: new Date() });
 */
export async function chooseStudyRuntime(
  directory: string,
  { wish, threads, now }: { readonly wish: RuntimeWish; readonly threads: number; readonly now: Date },
): Promise<RuntimeChoice> {
  const before = wish === 'auto' ? await findRememberedRuntime(directory) : undefined;
  if (before !== undefined) return before;
  const record = await tryRuntimes(wish, threads);
  if (wish !== 'node-cpu') {
    const artefact: RuntimeArtefact = {
      schema: 'mriscore/runtime/1',
      host: hostname(),
      chosenAt: now.toISOString(),
      record,
    };
    await writeAtomic(join(directory, RUNTIME_FILE), `${JSON.stringify(artefact, null, 2)}\n`);
  }
  return { name: nameOf(record), record, remembered: false };
}
