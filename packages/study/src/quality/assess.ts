/**
 * The quality control of a study: reads every scan once more and says by patient what a person should look at.
 *
 * Reads `2-cohort/` and the data folder, writes `1-series/quality.json`. Leaves nobody out and changes no result.
 */
import { join } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import {
  assessImage,
  biasField,
  contrastUptake,
  coverageOf,
  fingerprint,
  type Mask,
  planN4,
  type QualityFigure,
  resample,
  sameGrid,
  type Volume,
  VolumeError,
} from '@mriscore/volume';
import { filesOf } from '../files/declared.ts';
import { formatArtefact, readArtefact } from '../files/read-json.ts';
import { anyFileBelow, imageSource, maskSource, patientImages } from '../images/paths.ts';
import { readScan, readTumourMask, withSource } from '../images/read.ts';
import { COHORT_FILE, type CohortArtefact, type Member } from '../stages/cohort/artefact.ts';
import type { Study } from '../study.ts';
import { type PatientQuality, QUALITY_FILE, type QualityArtefact, type ScanQuality } from './artefact.ts';
import { findCopies, type MarkedScan } from './copies.ts';
import { withFlags } from './flags.ts';

/** A coarse estimate is enough to see a coil's gradient. */
const COARSE = { thinToMm: 8, levels: 2, iterations: 20 } as const;
const AFTER_CONTRAST = /^(ce[-_ ]?t1|t1[-_ ]?(c|ce|gd|post|contrast|wi?c))/i;
const BEFORE_CONTRAST = /^t1[-_ ]?(w|wi|pre|n)?$/i;

/** Ratio of the 95th to the 5th percentile of the bias field, where the scan is brighter than its mean. */
function shadingOf(volume: Volume): QualityFigure {
  try {
    const { data } = biasField(volume.geometry, planN4(volume, COARSE));
    let mean = 0;
    for (let at = 0; at < data.length; at += 1) mean += volume.data[at]! / data.length;
    const tissue = data.filter((_, at) => volume.data[at]! > mean).sort();
    const share = (part: number): number => tissue[Math.floor(part * (tissue.length - 1))]!;
    return tissue.length === 0
      ? { value: null, reason: 'No voxel is brighter than the mean.' }
      : { value: share(0.95) / share(0.05) };
  } catch (cause) {
    if (!(cause instanceof VolumeError)) throw cause;
    return { value: null, reason: cause.finding.found };
  }
}

function scanQuality(scan: Volume, mask: Mask): ScanQuality {
  const onGrid = sameGrid(scan.geometry, mask.geometry);
  return { ...assessImage(scan), shading: shadingOf(scan), coverage: onGrid ? coverageOf(scan, mask) : null };
}

/** Uptake between the sequences whose names say before and after contrast; null when there are none. */
function uptakeOf(scans: ReadonlyMap<string, Volume>, mask: Mask): QualityFigure | null {
  const find = (pattern: RegExp): Volume | undefined => [...scans].find(([name]) => pattern.test(name))?.[1];
  const [before, after] = [find(BEFORE_CONTRAST), find(AFTER_CONTRAST)];
  if (before === undefined || after === undefined) return null;
  const onMask = (scan: Volume): Volume =>
    sameGrid(scan.geometry, mask.geometry) ? scan : resample(scan, mask.geometry);
  return contrastUptake({ before: onMask(before), after: onMask(after), mask });
}

interface Assessed {
  readonly quality: Omit<PatientQuality, 'flags'>;
  readonly marks: readonly MarkedScan[];
}

async function assessPatient(member: Member, study: Study): Promise<Assessed> {
  const { patient, cohort, split, tumourMm3 } = member;
  const images = patientImages(study.protocol, patient);
  const files = anyFileBelow(study.data);
  const maskFrom = maskSource(images, files);
  const drawn = await readTumourMask(maskFrom, images.mask.label);
  const mask: Mask = { geometry: drawn.geometry, data: drawn.data, labels: [{ value: 1, name: 'tumour' }] };
  const volumes = new Map<string, Volume>();
  const scans: Record<string, ScanQuality> = {};
  const marks: MarkedScan[] = [];
  for (const sequence of Object.keys(images.sequences)) {
    if (!member.sequences.includes(sequence)) continue;
    const source = imageSource(images, sequence, files);
    const { volume: scan, seriesUid } = await readScan(source);
    volumes.set(sequence, scan);
    scans[sequence] = withSource(source, () => scanQuality(scan, mask));
    const mark = withSource(source, () => fingerprint(scan));
    const known = seriesUid === undefined ? {} : { seriesUid };
    marks.push({ patient, sequence, part: `${cohort}, ${split}`, mark, ...known });
  }
  const uptake = withSource(maskFrom, () => uptakeOf(volumes, mask));
  return { quality: { patient, cohort, split, tumourMm3, scans, contrastUptake: uptake }, marks };
}

/**
 * Assesses every scan of a study whose cohorts are known.
 *
 * @param signal Ends the assessment between two patients.
 * @param onPatient Called before each patient with their number, from 1, and how many there are.
 * @returns What was written to `1-series/quality.json`.
 * @throws StudyError as reading the images does; `run/stopped` is not thrown: an aborted signal ends the assessment
 * with what is assessed so far, and nothing is written.
 * @example const { patients, copies } = await assessQuality(study, new AbortController().signal);
 */
export async function assessQuality(
  study: Study,
  signal: AbortSignal,
  onPatient: (nth: number, of: number) => void = () => undefined,
): Promise<QualityArtefact> {
  const { members } = await readArtefact<CohortArtefact>(
    filesOf(study.directory),
    COHORT_FILE,
    'mriscore/cohort/1',
  );
  const assessed: Assessed[] = [];
  for (const [at, member] of members.entries()) {
    if (signal.aborted) break;
    onPatient(at + 1, members.length);
    assessed.push(await assessPatient(member, study));
  }
  const artefact: QualityArtefact = {
    schema: 'mriscore/quality/1',
    patients: withFlags(assessed.map(({ quality }) => quality)),
    copies: findCopies(assessed.flatMap(({ marks }) => marks)),
  };
  if (!signal.aborted) await writeAtomic(join(study.directory, QUALITY_FILE), formatArtefact(artefact));
  return artefact;
}
