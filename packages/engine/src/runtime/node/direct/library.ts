/**
 * Where onnxruntime-node keeps its files for this machine.
 *
 * Gives paths. Loads nothing.
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Name of the shared library by operating system; elsewhere it is Linux's. */
const LIBRARY: Readonly<Record<string, string>> = {
  darwin: 'libonnxruntime.1.dylib',
  win32: 'onnxruntime.dll',
};

/** The folder with the shared library of this machine's kind and the providers that were installed beside it. */
export function onnxRuntimeFolder(): string {
  const main = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(main, '..', '..', 'bin', 'napi-v6', process.platform, process.arch);
}

/** Path of ONNX Runtime's shared library. */
export function onnxRuntimeLibrary(): string {
  return join(onnxRuntimeFolder(), LIBRARY[process.platform] ?? 'libonnxruntime.so.1');
}
