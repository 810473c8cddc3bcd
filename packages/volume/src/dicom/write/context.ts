/**
 * What an object drawn on a series takes over from it: patient, study and frame of reference, as drafts.
 *
 * Reads the series' first header. Text is decoded by the series' own character set and written anew.
 */
import { findText } from '../parse/value.ts';
import type { DicomStack } from '../series/folder.ts';
import type { DraftDataset } from './draft.ts';

/** What every written object says of its use. At most 64 characters. */
export const RESEARCH_USE = 'Research use only - not for diagnosis';

/** Attributes that are copied with their value, or written empty when the series has none. */
const COPIED = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyDate',
  'StudyTime',
  'StudyID',
  'AccessionNumber',
  'ReferringPhysicianName',
  'PositionReferenceIndicator',
] as const;

/** Attributes that are copied when the series has them. */
const COPIED_WHEN_PRESENT = ['StudyDescription', 'PatientIdentityRemoved', 'DeidentificationMethod'] as const;

/** Patient, study and frame of reference of a stack. */
export function contextOf(stack: DicomStack): DraftDataset {
  const { dataset } = stack.slices[0]!.source.file;
  const copied = COPIED.map((keyword) => [keyword, findText(dataset, keyword) ?? '']);
  const present = COPIED_WHEN_PRESENT.map((keyword) => [keyword, findText(dataset, keyword)]);
  return {
    ...Object.fromEntries([...copied, ...present]),
    StudyInstanceUID: stack.studyUid,
    FrameOfReferenceUID: stack.frameOfReferenceUid ?? '',
  };
}

/** Who wrote an object. */
export function equipmentOf(version: string): DraftDataset {
  return {
    Manufacturer: 'mriscore',
    ManufacturerModelName: 'mriscore',
    DeviceSerialNumber: '0',
    SoftwareVersions: version,
  };
}

/** Date and time of a moment in UTC as DA and TM. */
export function momentOf(created: Date): { date: string; time: string } {
  const digits = created.toISOString().replaceAll(/[-:TZ]/g, '');
  return { date: digits.slice(0, 8), time: digits.slice(8, 14) };
}
