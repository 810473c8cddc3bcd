/**
 * Structures of an RTSTRUCT as masks on the grid of the series they were drawn on.
 *
 * Ties parsing, references and rasterising together. Several structures in one mask must not overlap unless the
 * caller says which one wins.
 */
import type { DicomLimits } from '../../dicom/parse/dataset.ts';
import type { DicomStack } from '../../dicom/series/folder.ts';
import { VolumeError } from '../../errors.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Label, Mask } from '../../volume.ts';
import { parseRtstruct, type Structure, type StructureSet } from './parse.ts';
import { rasteriseStructure } from './rasterise.ts';
import { checkReferences } from './references.ts';

/** How structures become a mask. */
export interface DecodeRtstructOptions {
  /** Names of the structures to take, in the order of their labels. Default: every structure with a closed contour. */
  readonly names?: readonly string[];
  /** Numbers (ROI Number) of the structures to take, in order, where names are not unique. Wins over `names`. */
  readonly numbers?: readonly number[];
  /** Where structures overlap: refuse, or let the first or the last in order win. Default 'refuse'. */
  readonly overlap?: 'refuse' | 'first' | 'last';
  /** SOP Instance UIDs of the whole series when `stack` is only a part of it. Default: those of the stack. */
  readonly known?: ReadonlySet<string>;
  /** Bounds on the file. Default `DICOM_LIMITS`. */
  readonly limits?: Partial<DicomLimits>;
}

const KNOWN: KnownOptions<DecodeRtstructOptions> = {
  names: null,
  numbers: null,
  overlap: 'refuse',
  known: null,
  limits: null,
};

/** A mask from structures, and what a person should know of it. */
export interface StructureMask {
  readonly mask: Mask;
  readonly set: StructureSet;
  /** Voxels of each label before any overlap was decided. */
  readonly voxels: readonly number[];
  readonly notes: readonly string[];
}

function refuseUnknown(set: StructureSet, asked: string | number): never {
  const names = set.structures.map((s) => s.name);
  throw new VolumeError(
    'rtstruct/unknown-structure',
    {
      found: `Found no structure ${asked} among ${names.length}.`,
      needed: `The exact name of a structure is needed: ${names.slice(0, 20).join(', ')}.`,
      remedy: 'Choose one of the names in the file.',
    },
    { asked, names },
  );
}

function chooseStructures(set: StructureSet, { names, numbers }: DecodeRtstructOptions): Structure[] {
  if (numbers !== undefined)
    return numbers.map((n) => set.structures.find((s) => s.number === n) ?? refuseUnknown(set, n));
  if (names !== undefined)
    return names.map((name) => set.structures.find((s) => s.name === name) ?? refuseUnknown(set, name));
  return set.structures.filter((s) => s.contours.length > 0);
}

function labelOf(structure: Structure, value: number): Label {
  const { name, colorRgb } = structure;
  return { value, name, ...(colorRgb === undefined ? {} : { colorRgb }) };
}

/** Adds a structure's voxels to the mask and gives how many it shares with earlier ones. */
function merge(data: Uint8Array, own: Uint8Array, { value, wins }: { value: number; wins: boolean }): number {
  let shared = 0;
  for (let n = 0; n < own.length; n++) {
    if (own[n] === 0) continue;
    if (data[n] !== 0) shared++;
    if (data[n] === 0 || wins) data[n] = value;
  }
  return shared;
}

function refuseOverlap(structure: Structure, shared: number): never {
  throw new VolumeError(
    'rtstruct/overlap',
    {
      found: `Found ${shared} voxels of structure ${structure.number} in an earlier structure too.`,
      needed: 'A voxel of one mask can have one label.',
      remedy: 'Read the structures one by one, or say which one wins.',
    },
    { structure: structure.number, shared },
  );
}

/**
 * Reads structures as one mask on the grid of a series.
 *
 * @param bytes The RTSTRUCT file.
 * @param stack The series it was drawn on; must have a grid.
 * @throws VolumeError every code of `parseRtstruct`; `rtstruct/reference`, `rtstruct/off-plane`, `rtstruct/empty`,
 *   `rtstruct/unknown-structure`, `rtstruct/overlap`.
 * @example decodeRtstruct(bytes, stack, { names: ['GTVp'] }).voxels[0]; // 2210
 */
export function decodeRtstruct(
  bytes: Uint8Array,
  stack: DicomStack,
  options: DecodeRtstructOptions = {},
): StructureMask {
  checkOptions(options, KNOWN);
  const set = parseRtstruct(bytes, options.limits ?? {});
  const structures = chooseStructures(set, options);
  const geometry = stack.geometry;
  if (structures.length === 0 || structures.length > 255 || geometry === undefined) {
    throw new VolumeError('rtstruct/empty', {
      found: `Found ${structures.length} structures with closed contours.`,
      needed: 'From 1 to 255 structures and a series with a grid are needed.',
      remedy: 'Choose structures by name, on a whole series.',
    });
  }
  const reference = { stack, ...(options.known === undefined ? {} : { known: options.known }) };
  const data = new Uint8Array(geometry.size[0] * geometry.size[1] * geometry.size[2]);
  const notes = new Set<string>();
  const voxels = structures.map((structure, n) => {
    for (const note of checkReferences(set, structure, reference)) notes.add(note);
    const own = rasteriseStructure(structure, stack);
    const shared = merge(data, own, { value: n + 1, wins: options.overlap === 'last' });
    if (shared > 0 && (options.overlap ?? 'refuse') === 'refuse') refuseOverlap(structure, shared);
    return own.reduce((sum, value) => sum + value, 0);
  });
  const labels = structures.map((structure, n) => labelOf(structure, n + 1));
  return { mask: { geometry, data, labels }, set, voxels, notes: [...notes] };
}
