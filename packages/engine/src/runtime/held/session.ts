/**
 * The session that lives in a worker: one ONNX Runtime session and the state it keeps between steps.
 *
 * Reads programs, states and batches, gives step results. Knows nothing of threads or messages, nor which of the two
 * ONNX Runtime packages executes: it gets the module.
 */

import { EngineError } from '../../errors.ts';
import { elements } from '../../graph/shape.ts';
import type { Batch, StepResult } from '../../program/batch.ts';
import { LOOP_COUNT, loopName, type Program, type Spec, stackedName } from '../../program/program.ts';
import { fromHeld, type State, type StateTensor } from '../../program/state.ts';
import type {
  HoldSettings,
  InferenceSession,
  OnnxRuntime,
  RuntimeTensor,
  RuntimeTensors,
  SessionOptions,
} from '../onnxruntime.ts';
import { feedName, initialData, resultName } from './initial.ts';
import { keepOnCard } from './kept/card.ts';
import type { FirstState, KeptState } from './kept/kept.ts';
import { keepInMemory } from './kept/memory.ts';
import { keepByTurns } from './kept/turns.ts';

/** A loaded program in the worker. */
export interface HeldSession {
  steps(batches: readonly Batch[]): Promise<StepResult[]>;
  readState(): Promise<Map<string, StateTensor>>;
  release(): Promise<void>;
}

interface Held {
  readonly ort: OnnxRuntime;
  readonly session: InferenceSession;
  readonly program: Program;
  readonly kept: KeptState;
}

/**
 * Creates the ONNX Runtime session and puts the state where it will stay.
 *
 * @param ort The module that executes.
 * @param subject What to load, and its state.
 * @param settings Provider and threads.
 */
export async function holdSession(
  ort: OnnxRuntime,
  { program, state }: { program: Program; state: State },
  settings: HoldSettings,
): Promise<HeldSession> {
  const kept = await keep(ort, firstState(program, state), settings);
  const session = await ort.InferenceSession.create(
    program.onnx,
    sessionOptions(program, kept, settings),
  ).catch(async (error: unknown) => {
    await kept.release();
    throw error;
  });
  const held: Held = { ort, session, program, kept };
  return {
    steps: (batches) => takeSteps(held, batches),
    readState: () => readState(held),
    release: async () => {
      await kept.release();
      await session.release();
    },
  };
}

function firstState(program: Program, state: State): FirstState {
  return {
    data: initialData(program, state),
    extents: Object.fromEntries(program.state.map((spec) => [feedName(program, spec), spec.held])),
    updates: program.state
      .filter((spec) => spec.updated)
      .map((spec) => ({
        input: feedName(program, spec),
        output: resultName(program, spec),
        overwritable: spec.overwritable,
      })),
  };
}

function keep(ort: OnnxRuntime, first: FirstState, settings: HoldSettings): KeptState | Promise<KeptState> {
  if (settings.provider === 'webgpu') return keepOnCard(ort, first, settings);
  return ort.writesInPlace ? keepByTurns(ort, first) : keepInMemory(ort, first);
}

function sessionOptions(
  program: Program,
  { location }: KeptState,
  { provider, threads }: HoldSettings,
): SessionOptions {
  const updated = program.state.filter((spec) => spec.updated);
  return {
    executionProviders: [provider],
    ...(provider === 'cpu' ? { intraOpNumThreads: threads } : {}),
    ...(location === 'cpu'
      ? {}
      : {
          preferredOutputLocation: Object.fromEntries(
            updated.map((spec) => [resultName(program, spec), location]),
          ),
        }),
    enableMemPattern: false,
    // Training graphs are emitted as they should run; looking for more costs seconds and gains nothing.
    graphOptimizationLevel: updated.length > 0 ? 'disabled' : 'all',
    logSeverityLevel: 3,
  };
}

async function takeSteps(held: Held, batches: readonly Batch[]): Promise<StepResult[]> {
  const { stepsPerRun } = held.program;
  const results: StepResult[] = [];
  for (let start = 0; start < batches.length; start += stepsPerRun) {
    const some = batches.slice(start, start + stepsPerRun);
    results.push(...(stepsPerRun === 1 ? [await once(held, some[0]!)] : await looped(held, some)));
  }
  return results;
}

async function readState({ program, kept }: Held): Promise<Map<string, StateTensor>> {
  const values = await kept.read();
  return new Map(
    program.state.map((spec) => [
      spec.name,
      { shape: [...spec.shape], data: fromHeld(spec, values[feedName(program, spec)]!) },
    ]),
  );
}

/** Extents of an input inside the model: images of a training program are matrices of pixels. */
function dims(session: InferenceSession, name: string): readonly number[] {
  return (session.inputMetadata.find((entry) => entry.name === name)?.shape ?? []) as readonly number[];
}

async function once(held: Held, batch: Batch): Promise<StepResult> {
  const { ort, session, program } = held;
  const own = Object.fromEntries(
    program.inputs.map(({ name }) => [name, new ort.Tensor('float32', batch[name]!, dims(session, name))]),
  );
  const results = await runModel(
    held,
    own,
    program.outputs.map(({ name }) => name),
  );
  const step = Object.fromEntries(
    program.outputs.map(({ name }) => [name, results[name]!.data as Float32Array]),
  );
  moveOn(held, [step], results);
  return step;
}

async function looped(held: Held, batches: readonly Batch[]): Promise<StepResult[]> {
  const { ort, session, program } = held;
  const own: Record<string, RuntimeTensor> = {
    [LOOP_COUNT]: new ort.Tensor('int64', BigInt64Array.of(BigInt(batches.length)), []),
  };
  for (const input of program.inputs) {
    const name = loopName(input.name);
    own[name] = new ort.Tensor('float32', stacked(input, batches, program.stepsPerRun), dims(session, name));
  }
  const results = await runModel(
    held,
    own,
    program.outputs.map(({ name }) => stackedName(name)),
  );
  const steps = batches.map((_, index) =>
    Object.fromEntries(
      program.outputs.map(({ name, shape }) => {
        const all = results[stackedName(name)]!.data as Float32Array;
        return [name, all.slice(index * elements(shape), (index + 1) * elements(shape))];
      }),
    ),
  );
  moveOn(held, steps, results);
  return steps;
}

/** Runs the model once: outputs of the program are new tensors, those that become state go where it is kept. */
async function runModel(
  { session, program, kept }: Held,
  own: RuntimeTensors,
  outputs: readonly string[],
): Promise<RuntimeTensors> {
  const tensors = kept.tensors();
  const targets = kept.targets();
  const updated = program.state.filter((spec) => spec.updated).map((spec) => resultName(program, spec));
  const fetches = [...outputs, ...updated].map((name) => [name, targets[name] ?? null] as const);
  try {
    return await session.run({ ...tensors, ...own }, Object.fromEntries(fetches));
  } finally {
    for (const tensor of Object.values(own)) tensor.dispose();
  }
}

/** Makes the results the state, unless a loss is not finite. */
function moveOn({ kept }: Held, steps: readonly StepResult[], results: RuntimeTensors): void {
  const loss = steps
    .map((step) => step.loss?.[0])
    .find((value) => value !== undefined && !Number.isFinite(value));
  if (loss === undefined) {
    kept.accept(results);
    return;
  }
  kept.refuse(results);
  throw new EngineError('runtime/failed', {
    found: `Found a loss of ${loss}.`,
    needed: 'Needed a finite loss and a positive sum of sample weights.',
    remedy: 'Lower the learning rate, clip gradients, and check that the inputs are finite.',
  });
}

function stacked({ name, shape }: Spec, batches: readonly Batch[], steps: number): Float32Array {
  const all = new Float32Array(steps * elements(shape));
  batches.forEach((batch, index) => {
    all.set(batch[name]!, index * elements(shape));
  });
  return all;
}
