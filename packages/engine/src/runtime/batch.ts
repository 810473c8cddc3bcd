/**
 * Whether a batch is what a program expects.
 *
 * Reads the program's inputs and a batch. Knows nothing of how the program runs.
 */

import { EngineError } from '../errors.ts';
import { elements } from '../graph/shape.ts';
import type { Batch } from '../program/batch.ts';
import type { Program } from '../program/program.ts';

/**
 * Refuses a batch with missing, unknown, wrongly sized or non-finite values.
 *
 * @param program What will run.
 * @param batch Values by input name.
 * @throws EngineError `runtime/batch`.
 */
export function checkBatch(program: Program, batch: Batch): void {
  const known = program.inputs.map(({ name }) => name);
  const unknown = Object.keys(batch).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`an input named ${unknown}`, `only ${known.join(', ')}`);
  for (const { name, shape } of program.inputs) {
    const values = batch[name];
    if (!values) refuse(`no input named ${name}`, `${name} of shape [${shape.join(', ')}]`);
    if (values.length !== elements(shape))
      refuse(`${values.length} numbers for ${name}`, `${elements(shape)}, shape [${shape.join(', ')}]`);
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) refuse(`${values[at]} at position ${at} of ${name}`, 'finite numbers');
  }
  const weights = batch.sampleWeights;
  if (
    weights &&
    known.includes('sampleWeights') &&
    !(weights.every((weight) => weight >= 0) && weights.some((weight) => weight > 0))
  )
    refuse('sample weights that are negative or all zero', 'weights of at least 0, one of them positive');
}

function refuse(found: string, needed: string): never {
  throw new EngineError('runtime/batch', {
    found: `Found ${found}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Check how batches are put together.',
  });
}
