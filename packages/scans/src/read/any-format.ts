/**
 * The scan and the mask of a patient from whatever the hospital gave: a DICOM folder or zip, NRRD, MHA, SEG, RTSTRUCT.
 *
 * A folder with several series gives the one that is recognised as the wanted sequence, or the one that the protocol
 * names for the patient. Knows nothing of patients' names or of what a study does with a scan.
 */
import { extname } from 'node:path';
import {
  type Acquisition,
  type DicomStack,
  type Mask,
  type RecognisedSequence,
  recogniseSequences,
  type SequenceRole,
  type Volume,
} from '@mriscore/volume';
import { openScan } from '../open/open.ts';
import { onlyStack, titleOf } from '../open/select.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { naming, refuse } from '../refusal.ts';
import { readMask } from './masks.ts';
import { decodeOpened } from './volume.ts';

/** Which of several series is meant. */
export interface SeriesChoice {
  /** Id, number, SeriesInstanceUID or part of the description; goes before what is recognised. */
  readonly series?: string;
  readonly recognise?: SequenceRole;
}

const KNOWN: KnownOptions<SeriesChoice> = { series: null, recognise: null };

/** What the headers of a series say of its making, and what it was recognised as. */
export interface ScanHeaders {
  readonly acquisition: Acquisition;
  readonly recognised: Pick<RecognisedSequence, 'role' | 'confidence'>;
}

/** A scan, with its headers where it came from DICOM. */
export interface AnyScan {
  readonly volume: Volume;
  readonly headers?: ScanHeaders;
  /** SeriesInstanceUID, where it came from DICOM. Read to find copies, never written down. */
  readonly seriesUid?: string;
}

/** Whether a path is read as NIfTI, by its name. */
export function isNiftiPath(path: string): boolean {
  return extname(path.replace(/\.gz$/i, '')).toLowerCase() === '.nii';
}

function listed(stacks: readonly DicomStack[], known: ReadonlyMap<string, RecognisedSequence>): string {
  return stacks
    .map((stack) => `${stack.id} (${titleOf(stack)}: ${known.get(stack.id)?.role ?? 'none'})`)
    .join('; ');
}

/** The one series that was recognised as a sequence. */
function recognisedStack(stacks: readonly DicomStack[], recognise: SequenceRole): DicomStack {
  const known = new Map(recogniseSequences(stacks).map((found) => [found.id, found]));
  const meant = stacks.filter(({ id, kind }) => kind === 'image' && known.get(id)?.role === recognise);
  const [only] = meant;
  if (meant.length === 1 && only !== undefined) return only;
  return refuse(meant.length === 0 ? 'scan/selection' : 'scan/several', {
    found: `${meant.length} series are recognised as ${recognise}: ${listed(stacks, known)}.`,
    needed: 'Exactly one is needed.',
    remedy: "Name the patient's series under sequences in study.yaml.",
  });
}

function headersOf(stack: DicomStack): ScanHeaders {
  const [found] = recogniseSequences([stack]);
  return {
    acquisition: stack.acquisition,
    recognised: { role: found?.role ?? null, confidence: found?.confidence ?? 0 },
  };
}

function knownOf(stack: DicomStack): Omit<AnyScan, 'volume'> {
  return { headers: headersOf(stack), seriesUid: stack.seriesUid };
}

/**
 * Reads a scan that is no NIfTI file.
 *
 * @param path A DICOM folder, zip or file, or an NRRD or MHA file.
 * @throws ScanError as `readVolume` of `scans`; `scan/selection` or `scan/several` when not exactly one series is
 * recognised as the wanted sequence.
 */
export async function readAnyScan(path: string, choice: SeriesChoice = {}): Promise<AnyScan> {
  checkOptions(choice, KNOWN);
  const { series, recognise } = choice;
  const opened = await naming(path, () => openScan(path));
  const { volume, stack } = await decodeOpened(path, opened, (stacks) =>
    series === undefined && recognise !== undefined
      ? recognisedStack(stacks, recognise)
      : onlyStack(stacks, series),
  );
  return stack === undefined ? { volume } : { volume, ...knownOf(stack) };
}

/**
 * Reads a mask that is no NIfTI file.
 *
 * @param reference Path of the scan it was drawn on, which an RTSTRUCT needs.
 * @param region Name of the region to take. Default all.
 * @throws ScanError as `readMask` of `scans`.
 */
export async function readAnyMask(path: string, reference?: string, region?: string): Promise<Mask> {
  return await readMask(path, {
    ...(reference === undefined ? {} : { reference }),
    ...(region === undefined ? {} : { names: [region] }),
  });
}
