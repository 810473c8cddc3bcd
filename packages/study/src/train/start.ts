/**
 * The weights an encoder starts from: drawn from named random numbers, or read from a file.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { State } from '@mriscore/engine';
import { EngineError, initialiseResNet, parseTensors } from '@mriscore/engine';
import { StudyError } from '../errors.ts';
import { networkOf } from '../protocol/network.ts';
import type { World } from '../run/world.ts';
import type { Study } from '../study.ts';

/** True when the protocol names a file of weights. */
export function hasWeightsFile(study: Study): boolean {
  return study.protocol.encoder.weights !== 'scratch';
}

function drawn(study: Study, world: World, sequence: string): State {
  const seed = study.protocol.seeds.training;
  return initialiseResNet(
    networkOf(study.protocol),
    (name) => world.random(seed, 'weights', sequence, name),
    {
      zeroLastScale: true,
    },
  );
}

function unreadable(file: string, found: string, cause?: unknown): StudyError {
  const finding = {
    found: `The weights ${file} cannot be used: ${found}`,
    needed: 'A safetensors file with the names and shapes of torchvision.',
    remedy: 'Correct encoder.weights in study.yaml, or write scratch.',
  };
  return new StudyError('weights/unreadable', finding, { file }, { cause });
}

/**
 * Reads pretrained weights; the last layer is drawn anew, since it answers another question.
 *
 * @throws StudyError `weights/unreadable` when the file is missing, damaged, or of another network.
 */
async function loaded(study: Study, fresh: State): Promise<State> {
  const file = study.protocol.encoder.weights;
  const bytes = await readFile(join(study.directory, file)).catch((cause: unknown) => {
    throw unreadable(file, 'there is no such file.', cause);
  });
  try {
    const { state } = parseTensors(bytes, 'weights');
    return new Map(
      [...fresh].map(([name, own]) => {
        if (name.startsWith('fc.')) return [name, own];
        const tensor = state.get(name);
        if (tensor === undefined) throw unreadable(file, `it has no tensor ${name}.`);
        if (tensor.shape.join() !== own.shape.join()) {
          throw unreadable(
            file,
            `${name} is [${tensor.shape.join(', ')}] and not [${own.shape.join(', ')}].`,
          );
        }
        return [name, tensor];
      }),
    );
  } catch (cause) {
    if (cause instanceof EngineError) throw unreadable(file, cause.finding.found, cause);
    throw cause;
  }
}

/**
 * The weights before the first step.
 *
 * @throws StudyError `weights/unreadable`.
 */
export async function startingWeights(study: Study, world: World, sequence: string): Promise<State> {
  const fresh = drawn(study, world, sequence);
  return hasWeightsFile(study) ? await loaded(study, fresh) : fresh;
}
