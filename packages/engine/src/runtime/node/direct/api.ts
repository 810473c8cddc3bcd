/**
 * ONNX Runtime's C interface: the functions that the engine calls, by name.
 *
 * Loads the shared library, gives functions that throw instead of returning a status. Knows nothing of tensors or
 * sessions.
 *
 * The interface is one table of function pointers, to which versions only append; a function is found by its place in
 * it (onnxruntime_c_api.h, struct OrtApi). Objects are addresses; a result is written into the array given last.
 */

import koffi, { type LibraryHandle } from 'koffi';

/** What a function takes: a number, a text, an address, or memory to read or write. */
export type Argument = number | bigint | string | null | NodeJS.TypedArray;

/** Version of the interface that is asked for. Every place below has been there since version 1. */
const API_VERSION = 1;

const [ADDRESS, SIZE, NUMBER, TEXT] = ['void *', 'size_t', 'int', 'const char *'];

/** Place in the table and parameters of functions that return a status. */
const FALLIBLE = {
  createEnv: [3, NUMBER, TEXT, ADDRESS],
  createSessionFromArray: [8, ADDRESS, ADDRESS, SIZE, ADDRESS, ADDRESS],
  run: [9, ADDRESS, ADDRESS, ADDRESS, ADDRESS, SIZE, ADDRESS, SIZE, ADDRESS],
  createSessionOptions: [10, ADDRESS],
  disableMemPattern: [17, ADDRESS],
  disableCpuMemArena: [19, ADDRESS],
  setSessionLogSeverityLevel: [22, ADDRESS, NUMBER],
  setSessionGraphOptimizationLevel: [23, ADDRESS, NUMBER],
  setIntraOpNumThreads: [24, ADDRESS, NUMBER],
  sessionGetInputCount: [30, ADDRESS, ADDRESS],
  sessionGetOutputCount: [31, ADDRESS, ADDRESS],
  sessionGetInputTypeInfo: [33, ADDRESS, SIZE, ADDRESS],
  sessionGetInputName: [36, ADDRESS, SIZE, ADDRESS, ADDRESS],
  sessionGetOutputName: [37, ADDRESS, SIZE, ADDRESS, ADDRESS],
  createTensorWithDataAsOrtValue: [49, ADDRESS, ADDRESS, SIZE, ADDRESS, SIZE, NUMBER, ADDRESS],
  getTensorMutableData: [51, ADDRESS, ADDRESS],
  castTypeInfoToTensorInfo: [55, ADDRESS, ADDRESS],
  getDimensionsCount: [61, ADDRESS, ADDRESS],
  getDimensions: [62, ADDRESS, ADDRESS, SIZE],
  getTensorTypeAndShape: [65, ADDRESS, ADDRESS],
  createCpuMemoryInfo: [69, NUMBER, NUMBER, ADDRESS],
  allocatorFree: [76, ADDRESS, ADDRESS],
  getAllocatorWithDefaultOptions: [78, ADDRESS],
} as const;

/** Place in the table of functions that give an object's memory back. */
const RELEASES = {
  releaseStatus: 93,
  releaseSession: 95,
  releaseValue: 96,
  releaseTypeInfo: 98,
  releaseTensorTypeAndShapeInfo: 99,
  releaseSessionOptions: 100,
} as const;

const GET_ERROR_MESSAGE = 2;

/** Functions of the interface. Each throws an Error with ONNX Runtime's message where it fails. */
export type OrtApi = {
  readonly [name in keyof typeof FALLIBLE | keyof typeof RELEASES]: (...given: Argument[]) => void;
} & {
  /** Version of the loaded library, such as `1.30.0`. */
  readonly version: string;
  /** Holds the library in memory: it is unloaded when nothing refers to this any more. */
  readonly loaded: LibraryHandle;
};

/**
 * Loads ONNX Runtime.
 *
 * @param library Path of its shared library.
 * @throws Error where the library cannot be loaded or is none of ONNX Runtime.
 * @example
 * openApi(onnxRuntimeLibrary()).version; // '1.30.0'
 */
export function openApi(library: string): OrtApi {
  const loaded = koffi.load(library);
  const base: bigint = loaded.func('OrtGetApiBase', ADDRESS, [])();
  const [getApi, getVersion] = koffi.decode(base, ADDRESS, 2) as [bigint, bigint];
  const table: bigint = koffi.call(getApi, koffi.proto(ADDRESS, ['uint32_t']), API_VERSION);
  const at = (
    place: number,
    result: string,
    given: readonly string[],
  ): ((...given: Argument[]) => unknown) => {
    const address: bigint = koffi.decode(table, place * koffi.sizeof(ADDRESS), ADDRESS);
    return koffi.decode(address, koffi.proto(result, [...given]));
  };
  const release = (place: number) => at(place, 'void', [ADDRESS]);
  const message = at(GET_ERROR_MESSAGE, TEXT, [ADDRESS]);
  const releaseStatus = release(RELEASES.releaseStatus);
  const checked = ([place, ...parameters]: readonly [number, ...string[]]) => {
    const call = at(place, ADDRESS, parameters);
    return (...given: Argument[]): void => {
      const status = call(...given) as bigint | null;
      if (!status) return;
      const text = String(message(status));
      releaseStatus(status);
      throw new Error(text);
    };
  };
  return {
    ...mapped(FALLIBLE, checked),
    ...mapped(RELEASES, release),
    loaded,
    version: koffi.call(getVersion, koffi.proto(TEXT, [])) as string,
  } as OrtApi;
}

function mapped<Key extends string, From, To>(
  entries: Readonly<Record<Key, From>>,
  change: (entry: From) => To,
): Record<Key, To> {
  const list = Object.entries(entries) as [Key, From][];
  return Object.fromEntries(list.map(([name, entry]) => [name, change(entry)])) as Record<Key, To>;
}
