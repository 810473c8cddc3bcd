/**
 * The intensity scale of each sequence, learnt from the training part and from nobody else.
 *
 * Reads the landmarks that the import took of every scan, gives one record a sequence. Opens no scan.
 */
import { fitNyul, type NyulRecord } from '@mriscore/volume';
import { StudyError } from '../../errors.ts';
import { mapBounded } from '../../files/bounded.ts';
import type { ReadableFiles } from '../../files/declared.ts';
import { readArtefact } from '../../files/read-json.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { Member } from '../cohort/artefact.ts';
import { type SeriesArtefact, seriesPath } from '../import/artefact.ts';

/** Sequence name -> the scale; empty where the protocol normalises scan by scan. */
export type StandardScales = Readonly<Record<string, NyulRecord>>;

function tooFew(sequence: string): StudyError {
  return new StudyError('cohort/too-small', {
    found: `No patient of the training part has ${sequence}.`,
    needed: 'preprocessing.normalise.method nyul learns the scale of a sequence from training patients.',
    remedy: `Add training patients with ${sequence}, remove the sequence, or choose z-score.`,
  });
}

/**
 * Learns the scales.
 *
 * @param members Everybody; only those whose split is training are read.
 * @throws StudyError `cohort/too-small` when no training patient has a sequence.
 */
export async function fitStandardScales(
  files: ReadableFiles,
  members: readonly Member[],
  { preprocessing, sequences }: Pick<Protocol, 'preprocessing' | 'sequences'>,
): Promise<StandardScales> {
  if (preprocessing.normalise.method !== 'nyul') return {};
  const training = members.filter(({ split }) => split === 'training');
  const series = await mapBounded(training, ({ patient }) =>
    readArtefact<SeriesArtefact>(files, seriesPath(patient), 'mriscore/series/1'),
  );
  return Object.fromEntries(
    Object.keys(sequences).map((sequence) => {
      const rows = series.flatMap(({ sequences: scans }) => {
        const landmarks = scans[sequence]?.landmarks;
        return landmarks === undefined ? [] : [landmarks];
      });
      if (rows.length === 0) throw tooFew(sequence);
      return [sequence, fitNyul(rows).record];
    }),
  );
}
