/**
 * What is behind a name: a folder of DICOM images, a segmentation, structures, or a research file.
 *
 * Decides by content, never by the name. Decodes no voxels.
 */
import {
  type DicomFolder,
  type DicomInput,
  findText,
  parseDicom,
  parseDicomFolder,
  parseNiftiHeader,
  parseNrrdHeader,
} from '@mriscore/volume';
import { refuse } from '../refusal.ts';
import { readInputs, type ScanInputs } from './inputs.ts';
import { kindOfBytes } from './kind.ts';

/** DICOM images, with everything else that lay beside them. */
export interface OpenedDicom {
  readonly kind: 'dicom';
  readonly path: string;
  readonly folder: DicomFolder;
}

/** One file that is no DICOM image. */
export interface OpenedFile {
  readonly kind: 'seg' | 'rtstruct' | 'nifti' | 'nrrd' | 'seg.nrrd' | 'mha';
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Volumes in the file; more than 1 only for NIfTI with a fourth dimension. */
  readonly frames: number;
}

/** What is behind a name. */
export type Opened = OpenedDicom | OpenedFile;

const MASK_MODALITIES: Readonly<Record<string, 'seg' | 'rtstruct'>> = { SEG: 'seg', RTSTRUCT: 'rtstruct' };

function refuseUnknown(found: string, remedy: string): never {
  refuse('scan/unknown-format', {
    found,
    needed: 'DICOM (folder, zip or file), NIfTI, NRRD or MHA is needed.',
    remedy,
  });
}

const file = (kind: OpenedFile['kind'], { path, files }: ScanInputs, frames = 1): OpenedFile => ({
  kind,
  path,
  bytes: files[0]!.bytes,
  frames,
});

function openSingle(inputs: ScanInputs): Opened {
  const { bytes } = inputs.files[0]!;
  const kind = kindOfBytes(bytes);
  switch (kind) {
    case 'nifti':
    case 'gzip':
      return file('nifti', inputs, parseNiftiHeader(bytes).frames);
    case 'nrrd':
      return file(parseNrrdHeader(bytes).pairs.has('Segment0_ID') ? 'seg.nrrd' : 'nrrd', inputs);
    case 'mha':
      return file('mha', inputs);
    case 'dicom':
      return openDicomFile(inputs);
    case 'zip':
    case 'unknown':
      return refuseUnknown(
        bytes.length === 0 ? 'the file is empty.' : 'the bytes are of no known kind of scan.',
        'Check that this is the right file.',
      );
    default:
      return kind satisfies never;
  }
}

function openDicomFile(inputs: ScanInputs): Opened {
  const { path, files } = inputs;
  const modality = findText(parseDicom(files[0]!.bytes).dataset, 'Modality') ?? '';
  const mask = MASK_MODALITIES[modality];
  if (mask !== undefined) return file(mask, inputs);
  const folder = parseDicomFolder(files);
  const [other] = folder.others;
  if (folder.stacks.length === 0 && other !== undefined) {
    refuseUnknown(
      `it is DICOM of modality ${other.modality || 'unknown'}, without an image.`,
      'Give images, a SEG or an RTSTRUCT.',
    );
  }
  return { kind: 'dicom', path, folder };
}

/** A folder or archive: its images, or the one mask object when there are no images. */
function openSeveral(inputs: ScanInputs): Opened {
  const { path, files } = inputs;
  const folder = parseDicomFolder(files);
  if (folder.stacks.length > 0 || folder.unreadable.length > 0) return { kind: 'dicom', path, folder };
  const masks = folder.others.filter(({ modality }) => MASK_MODALITIES[modality] !== undefined);
  const [mask] = masks;
  if (masks.length === 1 && mask !== undefined) {
    const input = files.find(({ name }) => name === mask.name)!;
    return { kind: MASK_MODALITIES[mask.modality]!, path: mask.name, bytes: input.bytes, frames: 1 };
  }
  refuse('scan/none', {
    found: `none of its ${files.length} files is a DICOM image.`,
    needed: 'A folder or archive with DICOM images is needed; other formats are given file by file.',
    remedy: 'Check the path, or name one file.',
  });
}

/**
 * Opens what is behind a name.
 *
 * @param path A file, a folder with DICOM at any depth, or a zip archive of one.
 * @throws Refusal `scan/missing`, `scan/unknown-format`, `scan/none`, `scan/too-many-files`; the codes of the readers
 *   of `@mriscore/volume` for a file that is damaged; system errors. `naming` names the file.
 * @example (await openScan('visit1')).kind; // 'dicom'
 */
export async function openScan(path: string): Promise<Opened> {
  const inputs = await readInputs(path);
  return inputs.single ? openSingle(inputs) : openSeveral(inputs);
}

/**
 * The DICOM series that a mask was drawn on, as files and sorted.
 *
 * @param path Folder, zip or file of the series.
 * @throws as `openScan`; Refusal `scan/none` when there is no image; `series/unreadable-file` when a file of it is
 *   damaged.
 */
export async function openSeries(
  path: string,
): Promise<{ readonly folder: DicomFolder; readonly files: readonly DicomInput[] }> {
  const { files } = await readInputs(path);
  const folder = parseDicomFolder(files);
  const [bad] = folder.unreadable;
  if (bad !== undefined) {
    refuse(bad.code, {
      part: [bad.name],
      found: bad.finding.found,
      needed: `${bad.finding.needed} Every file of the reference counts.`,
      remedy: 'Fetch the file again, or give the folder of the series only.',
    });
  }
  if (folder.stacks.length > 0) return { folder, files };
  refuse('scan/none', {
    found: 'the reference holds no DICOM image.',
    needed: 'The DICOM series that the mask was drawn on is needed.',
    remedy: 'Give its folder with --reference.',
  });
}
