/**
 * Holds the engine against a folder of another framework's values.
 *
 * Reads every safetensors file of the folder, recognises what it is by its names, gives comparisons. Other files are
 * named as not recognised.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../packages/engine/src/errors.ts';
import type { Runtime } from '../../../packages/engine/src/runtime/runtime.ts';
import { type Check, holds } from './check.ts';
import { readReference } from './reference.ts';
import { checkResNetFormula } from './resnet-formula.ts';
import { checkResNetTensors } from './resnet-tensors.ts';
import { checkTransformer } from './transformer-file.ts';

/** Comparisons of one file. */
export interface FileReport {
  readonly file: string;
  /** Empty when the file was not recognised. */
  readonly checks: readonly Check[];
}

/**
 * Compares everything in a folder.
 *
 * @param folder Folder of safetensors files; a file `NAME_parameter_order.json` stands beside a network made by formula.
 * @param runtime What executes.
 * @throws EngineError `conformance/folder` when the folder has no safetensors file or one lacks a tensor.
 */
export async function runEngineConformance(folder: string, runtime: Runtime): Promise<FileReport[]> {
  const names = await readdir(folder);
  const files = names.filter((name) => name.endsWith('.safetensors')).sort();
  if (files.length === 0)
    throw new EngineError('conformance/folder', {
      found: `Found no safetensors file in ${folder}.`,
      needed: 'Needed a folder of reference values.',
      remedy: 'Give the folder that holds them.',
    });
  const reports: FileReport[] = [];
  for (const file of files) reports.push({ file, checks: await checkFile(folder, file, { names, runtime }) });
  return reports;
}

async function checkFile(
  folder: string,
  file: string,
  { names, runtime }: { names: readonly string[]; runtime: Runtime },
): Promise<Check[]> {
  const reference = await readReference(join(folder, file));
  if (reference.tensors.has('p/conv1.weight')) return checkResNetTensors(reference, runtime);
  if (reference.tensors.has('p/self_attn.in_proj_weight')) {
    const norms = (['pre', 'post'] as const).filter((norm) => file.includes(`${norm}norm`));
    return checkTransformer(reference, runtime, norms.length > 0 ? norms : ['pre', 'post']);
  }
  const stem = file.replace('.safetensors', '');
  const orderFile = `${stem}_parameter_order.json`;
  const depth = Number(/(\d+)$/.exec(stem)?.[1]);
  if (!names.includes(orderFile) || !depth) return [];
  const order: unknown = JSON.parse(await readFile(join(folder, orderFile), 'utf8'));
  if (!Array.isArray(order)) return [];
  return checkResNetFormula({ reference, runtime, order: order.map(String), depth });
}

/**
 * Comparisons as text, one line each, and a count on the last line.
 *
 * @param reports Comparisons of all files.
 */
export function formatEngineReport(reports: readonly FileReport[]): string {
  const lines = reports.flatMap(({ file, checks }) =>
    checks.length === 0
      ? [`FAILED ${file}: not recognised`]
      : checks.map((check) => {
          const place = check.where ? ` (${check.where})` : '';
          return `${holds(check) ? 'ok    ' : 'FAILED'} ${file}: ${check.what}: ${check.distance.toExponential(2)} of ${check.limit}${place}`;
        }),
  );
  const failed = lines.filter((line) => line.startsWith('FAILED')).length;
  return [...lines, `${lines.length - failed} held, ${failed} failed`].join('\n');
}

/**
 * Whether everything was recognised and held.
 *
 * @param reports Comparisons of all files.
 */
export function allHold(reports: readonly FileReport[]): boolean {
  return reports.every(({ checks }) => checks.length > 0 && checks.every(holds));
}
