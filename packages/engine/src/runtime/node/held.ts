/**
 * The session that lives in the worker: one ONNX Runtime session and the state it keeps between steps.
 *
 * Reads programs, states and batches, gives step results. Knows nothing of threads or messages.
 */

import * as ort from 'onnxruntime-node';
import { EngineError } from '../../errors.ts';
import { elements } from '../../graph/shape.ts';
import { LOOP_COUNT, loopName, nextName, type Program, type Spec, stackedName } from '../../program.ts';
import {
  fromHeld,
  getTensor,
  MEMORY_PREFIX,
  type State,
  type StateSpec,
  type StateTensor,
  toHeld,
} from '../../state.ts';
import type { Batch, StepResult } from '../runtime.ts';

/** A loaded program in the worker. */
export interface HeldSession {
  steps(batches: readonly Batch[]): Promise<StepResult[]>;
  readState(): Map<string, StateTensor>;
  release(): Promise<void>;
}

type Feeds = Record<string, ort.Tensor>;

/**
 * Creates the ONNX Runtime session and puts the state into it.
 *
 * @param program What to load.
 * @param state Its state.
 * @param threads Threads for one operation.
 */
export async function holdSession(program: Program, state: State, threads: number): Promise<HeldSession> {
  const feeds = initialFeeds(program, state);
  const session = await ort.InferenceSession.create(program.onnx, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    enableMemPattern: false,
    // Training graphs are emitted as they should run; looking for more costs seconds and gains nothing.
    graphOptimizationLevel: program.state.some(({ updated }) => updated) ? 'disabled' : 'all',
    logSeverityLevel: 3,
  });
  return {
    steps: async (batches) => {
      const results: StepResult[] = [];
      for (let start = 0; start < batches.length; start += program.stepsPerRun) {
        const some = batches.slice(start, start + program.stepsPerRun);
        results.push(
          ...(program.stepsPerRun === 1
            ? [await once(session, { program, feeds, batch: some[0]! })]
            : await looped(session, { program, feeds, batches: some })),
        );
      }
      return results;
    },
    readState: () => readState(program, feeds),
    release: () => session.release(),
  };
}

function initialFeeds(program: Program, state: State): Feeds {
  const known = new Set(program.state.map(({ name }) => name));
  const unknown = [...state.keys()].find(
    (name) => !known.has(name) && !name.startsWith(MEMORY_PREFIX) && !name.endsWith('num_batches_tracked'),
  );
  if (unknown !== undefined && program.state.length > 0)
    throw new EngineError('runtime/state', {
      found: `Found a tensor named ${unknown} in the state.`,
      needed: `Needed only the ${known.size} tensors that the program keeps.`,
      remedy: 'Check that the state belongs to this network.',
    });
  return Object.fromEntries(
    program.state.map((spec) => [
      feedName(program, spec),
      new ort.Tensor('float32', initialData(spec, state), spec.held),
    ]),
  );
}

/** The first data of one tensor, in memory of its own: `replace` gives it back after the first step. */
function initialData(spec: StateSpec, state: State): Float32Array {
  const own = (data: Float32Array) => (spec.layout === 'plain' ? data.slice() : toHeld(spec, data));
  if (spec.role === 'memory' && !state.has(spec.name)) {
    if (spec.startsFrom === undefined) return new Float32Array(elements(spec.held));
    return own(getTensor(state, spec.startsFrom, spec.shape).data);
  }
  return own(getTensor(state, spec.name, spec.shape).data);
}

function feedName(program: Program, spec: StateSpec): string {
  return program.stepsPerRun > 1 && spec.updated ? loopName(spec.name) : spec.name;
}

function readState(program: Program, feeds: Feeds): Map<string, StateTensor> {
  return new Map(
    program.state.map((spec) => {
      const data = feeds[feedName(program, spec)]!.data as Float32Array;
      return [spec.name, { shape: [...spec.shape], data: fromHeld(spec, data) }];
    }),
  );
}

/** Extents of an input inside the model: images of a training program are matrices of pixels. */
function dims(session: ort.InferenceSession, name: string): readonly number[] {
  const meta = session.inputMetadata.find((entry) => entry.name === name);
  return meta?.isTensor ? (meta.shape as readonly number[]) : [];
}

async function once(
  session: ort.InferenceSession,
  { program, feeds, batch }: { program: Program; feeds: Feeds; batch: Batch },
): Promise<StepResult> {
  const own = Object.fromEntries(
    program.inputs.map(({ name }) => [name, new ort.Tensor('float32', batch[name]!, dims(session, name))]),
  );
  const results = await session.run({ ...feeds, ...own });
  const step = Object.fromEntries(
    program.outputs.map(({ name }) => [name, results[name]!.data as Float32Array]),
  );
  refuseNonFinite(step);
  for (const spec of program.state)
    if (spec.updated) replace(feeds, spec.name, results[nextName(spec.name)]!);
  return step;
}

async function looped(
  session: ort.InferenceSession,
  { program, feeds, batches }: { program: Program; feeds: Feeds; batches: readonly Batch[] },
): Promise<StepResult[]> {
  const own: Feeds = { [LOOP_COUNT]: new ort.Tensor('int64', BigInt64Array.of(BigInt(batches.length)), []) };
  for (const input of program.inputs) {
    const name = loopName(input.name);
    own[name] = new ort.Tensor('float32', stacked(input, batches, program.stepsPerRun), dims(session, name));
  }
  const results = await session.run({ ...feeds, ...own });
  const steps = batches.map((_, index) =>
    Object.fromEntries(
      program.outputs.map(({ name, shape }) => {
        const all = results[stackedName(name)]!.data as Float32Array;
        return [name, all.slice(index * elements(shape), (index + 1) * elements(shape))];
      }),
    ),
  );
  for (const step of steps) refuseNonFinite(step);
  for (const spec of program.state)
    if (spec.updated) replace(feeds, loopName(spec.name), results[loopName(nextName(spec.name))]!);
  return steps;
}

/**
 * Puts the new state in place of the old one and gives the old memory back at once. Left to the garbage collector, the
 * outputs of several steps pile up: half a gigabyte each for ResNet-101 with AdamW.
 */
function replace(feeds: Feeds, name: string, next: ort.Tensor): void {
  const before = feeds[name]!.data as Float32Array<ArrayBuffer>;
  feeds[name] = next;
  before.buffer.transfer(0);
}

function stacked({ name, shape }: Spec, batches: readonly Batch[], steps: number): Float32Array {
  const all = new Float32Array(steps * elements(shape));
  batches.forEach((batch, index) => {
    all.set(batch[name]!, index * elements(shape));
  });
  return all;
}

function refuseNonFinite(step: StepResult): void {
  const loss = step.loss?.[0];
  if (loss === undefined || Number.isFinite(loss)) return;
  throw new EngineError('runtime/failed', {
    found: `Found a loss of ${loss}.`,
    needed: 'Needed a finite loss and a positive sum of sample weights.',
    remedy: 'Lower the learning rate, clip gradients, and check that the inputs are finite.',
  });
}
