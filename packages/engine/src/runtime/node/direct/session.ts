/**
 * A model loaded into ONNX Runtime without its Node binding, so that outputs are written where they are wanted.
 *
 * Reads the bytes of a model and tensors, gives tensors. Runs on the calling thread. Knows nothing of programs or
 * states.
 *
 * The binding copies every output into a new array, also one that was given (version 1.30). For ResNet-101 with its
 * momentum that is 340 MB a step: docs/decisions/engine-speed.md has what it costs.
 */

import koffi from 'koffi';
import type {
  InferenceSession,
  OnnxRuntime,
  RuntimeTensor,
  RuntimeTensors,
  SessionOptions,
} from '../../onnxruntime.ts';
import { type OrtApi, openApi } from './api.ts';
import { onnxRuntimeLibrary } from './library.ts';
import { receive } from './receive.ts';
import { DirectTensor } from './tensor.ts';

/** ONNX Runtime's numbers (onnxruntime_c_api.h): warnings and above are logged, errors and above. */
const LOG_ERRORS = 3;
const OPTIMISE = { disabled: 0, basic: 1, extended: 2, layout: 3, all: 99 } as const;
const DEVICE_ALLOCATOR = 0;
const DEFAULT_MEMORY = 0;

/** ONNX Runtime as this thread uses it. */
interface Opened {
  readonly api: OrtApi;
  readonly environment: bigint;
  /** Description of this process's memory. */
  readonly memory: bigint;
  readonly allocator: bigint;
}

/**
 * ONNX Runtime's shared library, called directly, for sessions on the processor.
 *
 * @param library Path of the library. Default: the one that onnxruntime-node has for this machine.
 * @throws Error where it cannot be loaded.
 * @example
 * const ort = openDirect();
 * const session = await ort.InferenceSession.create(program.onnx, { intraOpNumThreads: 2 });
 */
export function openDirect(library: string = onnxRuntimeLibrary()): OnnxRuntime {
  const api = openApi(library);
  const opened: Opened = {
    api,
    environment: receive((result) => api.createEnv(LOG_ERRORS, 'mriscore', result)),
    memory: receive((result) => api.createCpuMemoryInfo(DEVICE_ALLOCATOR, DEFAULT_MEMORY, result)),
    allocator: receive((result) => api.getAllocatorWithDefaultOptions(result)),
  };
  return {
    InferenceSession: {
      create: async (model, options) => createSession(opened, model, options),
    },
    Tensor: DirectTensor,
    writesInPlace: true,
  };
}

function createSession(opened: Opened, model: Uint8Array, options: SessionOptions): InferenceSession {
  const { api, environment } = opened;
  const settings = settingsOf(api, options);
  try {
    const address = receive((result) =>
      api.createSessionFromArray(environment, model, model.byteLength, settings, result),
    );
    return sessionAt(address, opened);
  } finally {
    api.releaseSessionOptions(settings);
  }
}

function settingsOf(api: OrtApi, options: SessionOptions): bigint {
  const settings = receive((result) => api.createSessionOptions(result));
  if (options.intraOpNumThreads !== undefined) api.setIntraOpNumThreads(settings, options.intraOpNumThreads);
  if (options.enableMemPattern === false) api.disableMemPattern(settings);
  if (options.enableCpuMemArena === false) api.disableCpuMemArena(settings);
  api.setSessionLogSeverityLevel(settings, options.logSeverityLevel ?? LOG_ERRORS);
  api.setSessionGraphOptimizationLevel(settings, OPTIMISE[options.graphOptimizationLevel ?? 'all']);
  return settings;
}

function sessionAt(address: bigint, opened: Opened): InferenceSession {
  const { api } = opened;
  const count = (ask: OrtApi['sessionGetInputCount']) => Number(receive((result) => ask(address, result)));
  const inputs = Array.from({ length: count(api.sessionGetInputCount) }, (_, index) =>
    readName(opened, (result) => api.sessionGetInputName(address, index, opened.allocator, result)),
  );
  const outputs = Array.from({ length: count(api.sessionGetOutputCount) }, (_, index) =>
    readName(opened, (result) => api.sessionGetOutputName(address, index, opened.allocator, result)),
  );
  const loaded: Loaded = { address, texts: new Map() };
  const every = Object.fromEntries(outputs.map((name) => [name, null]));
  let released = false;
  return {
    inputMetadata: inputs.map((name, index) => ({ name, shape: inputExtents(api, address, index) })),
    run: async (feeds, fetches = every) => {
      if (released) throw new Error('the session was released');
      return runSession(opened, loaded, feeds, fetches);
    },
    release: async () => {
      if (!released) api.releaseSession(address);
      released = true;
    },
  };
}

function readName({ api, allocator }: Opened, ask: (result: BigUint64Array) => void): string {
  const text = receive(ask);
  const name = koffi.decode.string(text);
  api.allocatorFree(allocator, text);
  return name;
}

function inputExtents(api: OrtApi, session: bigint, index: number): readonly number[] {
  const type = receive((result) => api.sessionGetInputTypeInfo(session, index, result));
  const extents = extentsOf(
    api,
    receive((result) => api.castTypeInfoToTensorInfo(type, result)),
  );
  api.releaseTypeInfo(type);
  return extents;
}

function extentsOf(api: OrtApi, info: bigint): readonly number[] {
  const axes = Number(receive((result) => api.getDimensionsCount(info, result)));
  const extents = new BigInt64Array(Math.max(axes, 1));
  if (axes > 0) api.getDimensions(info, extents, axes);
  return [...extents.subarray(0, axes)].map(Number);
}

/** A session and the names it was asked for, as C texts. */
interface Loaded {
  readonly address: bigint;
  readonly texts: Map<string, Uint8Array>;
}

function runSession(
  opened: Opened,
  { address, texts }: Loaded,
  feeds: RuntimeTensors,
  fetches: Readonly<Record<string, RuntimeTensor | null>>,
): RuntimeTensors {
  const { api, memory } = opened;
  const addressOf = (tensor: RuntimeTensor | null) =>
    tensor ? (tensor as DirectTensor).address(api, memory) : 0n;
  const names = (of: object) => BigUint64Array.from(Object.keys(of), (name) => textAddress(texts, name));
  const [inputNames, outputNames] = [names(feeds), names(fetches)];
  const inputs = BigUint64Array.from(Object.values(feeds), addressOf);
  const outputs = BigUint64Array.from(Object.values(fetches), addressOf);
  api.run(address, null, inputNames, inputs, inputs.length, outputNames, outputs.length, outputs);
  return Object.fromEntries(
    Object.entries(fetches).map(([name, target], index) => [name, target ?? taken(api, outputs[index]!)]),
  );
}

/** Address of a name as a C text, whose bytes live as long as the session. */
function textAddress(texts: Map<string, Uint8Array>, name: string): bigint {
  const text = texts.get(name) ?? new TextEncoder().encode(`${name}\0`);
  texts.set(name, text);
  return koffi.address(text);
}

/** A new output in memory of our own; ONNX Runtime's is given back. */
function taken(api: OrtApi, value: bigint): DirectTensor {
  const info = receive((result) => api.getTensorTypeAndShape(value, result));
  const dims = extentsOf(api, info);
  api.releaseTensorTypeAndShapeInfo(info);
  const length = dims.reduce((product, extent) => product * extent, 1);
  const from = receive((result) => api.getTensorMutableData(value, result));
  const data: Float32Array = koffi.decode(from, 'float', length);
  api.releaseValue(value);
  return new DirectTensor('float32', data, dims);
}
