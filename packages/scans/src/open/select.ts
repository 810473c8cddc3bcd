/**
 * Which of several series is meant, and how each is shown in a list.
 *
 * Reads headers that are parsed already. Shows nothing that names a patient.
 */
import type { DicomStack } from '@mriscore/volume';
import { refuse } from '../refusal.ts';

/** A stack in a few words: series number, description, what tells it from its neighbours. */
export function titleOf({ acquisition, labels }: DicomStack): string {
  const { seriesNumber, seriesDescription, protocolName } = acquisition;
  const name = [seriesNumber, seriesDescription ?? protocolName].filter((part) => part !== undefined);
  return [name.join(' ') || 'series without number or name', ...labels].join(', ');
}

/** How a stack is named beside the folder it lies in. */
export function nameOf(stack: DicomStack): string {
  return `${stack.id} (${titleOf(stack)})`;
}

/** Whether a stack has this id, series number or UID. */
function isNamed({ id, seriesUid, acquisition }: DicomStack, asked: string): boolean {
  return [id, id.replace(/-\d+$/, ''), seriesUid, String(acquisition.seriesNumber ?? '')].includes(asked);
}

function isDescribed({ acquisition }: DicomStack, asked: string): boolean {
  const text = `${acquisition.seriesDescription ?? ''}\n${acquisition.protocolName ?? ''}`;
  return text.toLowerCase().includes(asked.toLowerCase());
}

/**
 * The stacks that a person named.
 *
 * @param asked Id (`s004`, `s004-2`), series number, SeriesInstanceUID, or a part of the description, case ignored;
 *   an exact name wins over a part. Default all.
 * @throws Refusal `scan/selection` when none is meant, with the list of those there are.
 */
export function selectStacks(
  stacks: readonly DicomStack[],
  asked: string | undefined,
): readonly DicomStack[] {
  if (asked === undefined) return stacks;
  const exact = stacks.filter(({ id }) => id === asked);
  if (exact.length > 0) return exact;
  const named = stacks.filter((stack) => isNamed(stack, asked));
  const meant = named.length > 0 ? named : stacks.filter((stack) => isDescribed(stack, asked));
  if (meant.length > 0) return meant;
  refuse('scan/selection', {
    found: `no series is meant by "${asked}".`,
    needed: `One of these is needed: ${listed(stacks)}.`,
    remedy: 'Use an id, a series number, or a part of a description.',
  });
}

const MOST_LISTED = 12;

function listed(stacks: readonly DicomStack[]): string {
  const shown = stacks.slice(0, MOST_LISTED).map(nameOf);
  return stacks.length > MOST_LISTED
    ? `${shown.join('; ')}; and ${stacks.length - MOST_LISTED} more`
    : shown.join('; ');
}

/**
 * The one stack of a folder, for commands that take one volume. Localisers do not count when there is another.
 *
 * @throws Refusal `scan/several` with the list; `scan/selection`.
 */
export function onlyStack(stacks: readonly DicomStack[], asked: string | undefined): DicomStack {
  const meant = selectStacks(stacks, asked);
  const images = meant.filter(({ kind }) => kind === 'image');
  const candidates = images.length > 0 ? images : meant;
  if (candidates.length === 1) return candidates[0]!;
  refuse('scan/several', {
    found: `it holds ${candidates.length} volumes: ${listed(candidates)}.`,
    needed: 'One volume is needed.',
    remedy: 'Name it with --select, or give the folder of one series.',
  });
}
