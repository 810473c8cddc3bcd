/**
 * The weights an encoder starts from: drawn from named random numbers, fetched by name, or read from a file.
 *
 * With pretrained weights comes how they want to be used: where blocks halve the image, and what the network saw.
 */

import { basename, dirname, resolve } from 'node:path';
import type { GreyInput, InputConvention, ResNetSpec, State } from '@mriscore/engine';
import { greyInput, initialiseResNet, PLAIN_GREY, releaseState } from '@mriscore/engine';
import type { Random } from '@mriscore/stats';
import { StudyError } from '../../errors.ts';
import { networkOf } from '../../protocol/network.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { type FileHash, hashFile } from '../../run/hash.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import { findRecord, tensorsPath } from '../../weights/folder.ts';
import { readWeightFiles } from '../../weights/read-files.ts';
import { getSource } from '../../weights/sources.ts';
import type { StartArtefact } from './artefact.ts';

/** What a training starts with. */
export interface Start {
  readonly spec: ResNetSpec;
  readonly state: State;
  readonly grey: GreyInput;
  readonly input: InputConvention | null;
}

/** A path has a folder or an ending; anything else is a name in the weights folder. */
function isPath(weights: string): boolean {
  return /[\\/]/.test(weights) || weights.endsWith('.safetensors');
}

/** Where the weights of a protocol lie; undefined when they are drawn. */
function findFile(study: Study, world: World): string | undefined {
  const { weights } = study.protocol.encoder;
  if (weights === 'scratch') return undefined;
  return isPath(weights) ? resolve(study.directory, weights) : tensorsPath(world.weightsFolder, weights);
}

function notThere(study: Study, file: string, cause: unknown): StudyError {
  const { weights } = study.protocol.encoder;
  if (isPath(weights)) {
    const finding = {
      found: `The weights ${weights} cannot be used: there is no such file.`,
      needed: 'A safetensors file with the names and shapes of torchvision.',
      remedy: 'Correct encoder.weights in study.yaml, or write scratch.',
    };
    return new StudyError('weights/unreadable', finding, { file }, { cause });
  }
  getSource(weights);
  const finding = {
    found: `The weights ${weights} have not been fetched: there is no ${file}.`,
    needed: 'Weights that lie on this machine: a run fetches nothing.',
    remedy: `Run: mriscore weights fetch ${weights}`,
  };
  return new StudyError('weights/not-fetched', finding, { file }, { cause });
}

/**
 * The hash of the weights that a protocol names, under the name it gives them; undefined when they are drawn.
 *
 * @throws StudyError `weights/unreadable`, `weights/not-fetched` or `weights/unknown-name` when they are not there.
 */
export async function hashStart(study: Study, world: World): Promise<FileHash | undefined> {
  const file = findFile(study, world);
  if (file === undefined) return undefined;
  const hash = await hashFile(dirname(file), basename(file)).catch((cause: unknown) => {
    throw notThere(study, file, cause);
  });
  return { ...hash, path: study.protocol.encoder.weights };
}

/** What to write down of the weights that a training starts from. */
export async function describeStart(
  study: Study,
  world: World,
  { spec, grey, input }: Start,
): Promise<StartArtefact> {
  const file = findFile(study, world);
  const record = file === undefined ? undefined : await findRecord(file);
  return {
    schema: 'mriscore/start/1',
    weights: study.protocol.encoder.weights,
    sha256: (await hashStart(study, world))?.sha256 ?? null,
    licence: record?.licence ?? null,
    source: record === undefined ? null : { from: record.source.from, sha256: record.source.sha256 },
    network: `resnet${spec.depth}`,
    stride: spec.stride,
    input,
    grey,
  };
}

/** Stands in for numbers that nobody will read. */
const NOTHING: Random = Object.freeze({ uniform: () => 0.5, normal: () => 0, integer: () => 0 });

/** Fresh weights; of those that a file replaces, which takes seconds to draw, only the last layer. */
function drawn(study: Study, world: World, sequence: string): State {
  const { seeds, encoder } = study.protocol;
  const all = encoder.weights === 'scratch';
  const random = (name: string): Random =>
    all || name.startsWith('fc.') ? world.random(seeds.training, 'weights', sequence, name) : NOTHING;
  return initialiseResNet(networkOf(study.protocol), random, { zeroLastScale: true });
}

/** What the numbers of a crop are. */
function valuesOf({ preprocessing }: Protocol): 'standardised' | 'unit' {
  return preprocessing.normalise.method === 'z-score' ? 'standardised' : 'unit';
}

/** Reads pretrained weights; the last layer is drawn anew, since it answers another question. */
async function loaded(study: Study, file: string, fresh: State): Promise<Start> {
  const { encoder } = study.protocol;
  const { state, spec, input } = await readWeightFiles([file]);
  const wanted = networkOf(study.protocol);
  if (spec.depth !== wanted.depth) {
    const finding = {
      found: `The weights ${encoder.weights} are of a ResNet-${spec.depth}; encoder.network is ${encoder.network}.`,
      needed: 'Weights of the same network.',
      remedy:
        spec.depth === 50 && wanted.depth === 101
          ? 'Write network: resnet50, or fetch the weights with --grow, which makes a ResNet-101 of them.'
          : 'Correct encoder.network or encoder.weights in study.yaml.',
    };
    throw new StudyError('weights/misfit', finding, { file });
  }
  const own = new Map(
    [...fresh].map(([name, { shape, data }]) => {
      const read = name.startsWith('fc.') ? undefined : state.get(name);
      return [name, read ?? { shape, data: data.slice() }];
    }),
  );
  releaseState(fresh);
  return {
    state: own,
    spec: { ...wanted, stride: spec.stride },
    grey: greyInput(input, valuesOf(study.protocol)),
    input,
  };
}

/**
 * What a training starts with.
 *
 * @throws StudyError `weights/unreadable`, `weights/misfit`, `weights/pickle`, `weights/not-fetched`,
 *   `weights/unknown-name`.
 */
export async function startOf(study: Study, world: World, sequence: string): Promise<Start> {
  await hashStart(study, world);
  const fresh = drawn(study, world, sequence);
  const file = findFile(study, world);
  if (file !== undefined) return await loaded(study, file, fresh);
  return { state: fresh, spec: networkOf(study.protocol), grey: PLAIN_GREY, input: null };
}
