import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAbsent, reference } from '../../../packages/volume/src/codes.fixture.ts';
import { parseDicom } from '../../../packages/volume/src/dicom/parse/file.ts';
import { openFrames } from '../../../packages/volume/src/dicom/pixels/frames.ts';
import { hasPeer, runPeer, temporaryFolder, unpack } from './peers.ts';

const ABSENT = isAbsent('data/dicom');
const NO_PEER = ABSENT || !hasPeer('gdcmconv') || !hasPeer('dcmconv') || !hasPeer('dcmcjpeg');

async function pixelsOf(path: string): Promise<{ syntax: string; values: number[] }> {
  const file = parseDicom(readFileSync(path));
  const source = await openFrames(file);
  const frames = Array.from({ length: source.description.frames }, (_, n) => source.decode(n));
  return { syntax: file.transferSyntax, values: frames.flatMap((frame) => Array.from(frame)) };
}

/** Peers that write one syntax each, and the syntax that must come out. */
const WRITERS: readonly (readonly [program: string, option: string, syntax: string])[] = [
  ['dcmconv', '+te', '1.2.840.10008.1.2.1'],
  ['dcmconv', '+ti', '1.2.840.10008.1.2'],
  ['dcmconv', '+tb', '1.2.840.10008.1.2.2'],
  ['dcmconv', '+td', '1.2.840.10008.1.2.1.99'],
  ['gdcmconv', '--rle', '1.2.840.10008.1.2.5'],
  ['gdcmconv', '--jpeg', '1.2.840.10008.1.2.4.70'],
  ['gdcmconv', '--jpegls', '1.2.840.10008.1.2.4.80'],
  ['gdcmconv', '--j2k', '1.2.840.10008.1.2.4.90'],
  ['dcmcjpeg', '+el', '1.2.840.10008.1.2.4.57'],
];

describe.skipIf(NO_PEER)('compressed files (needs gdcm, dcmtk and the reference folder)', () => {
  const sources = {
    'unsigned, 12 of 16 bits': () => reference('data/dicom/pydicom_data/MR-SIEMENS-DICOM-WithOverlays.dcm'),
    'enhanced, ten frames': () => reference('data/dicom/pydicom_data/emri_small.dcm'),
    'signed, 16 bits': () => reference('data/dicom/seg_highdicom/ct_image.dcm'),
  };
  for (const [name, path] of Object.entries(sources)) {
    it.each(WRITERS)(
      `${name}: %s %s gives the same pixels as the plain file`,
      async (program, option, syntax) => {
        const out = join(temporaryFolder(), 'out.dcm');
        runPeer(program, [option, path(), out]);
        const plain = await pixelsOf(path());
        const packed = await pixelsOf(out);
        expect(packed.syntax).toBe(syntax);
        expect(packed.values).toEqual(plain.values);
      },
    );
  }
});

describe.skipIf(ABSENT)('reference pixels (needs the reference folder)', () => {
  it('the run-length coded enhanced file has the pixels of the plain one', async () => {
    const plain = await pixelsOf(reference('data/dicom/pydicom_data/emri_small.dcm'));
    const packed = await pixelsOf(reference('data/dicom/pydicom_data/emri_small_RLE.dcm'));
    expect(packed.values).toEqual(plain.values);
  });

  it('no pixel exceeds the bits stored', async () => {
    const folder = unpack('data/dicom/decubitus/HFS.tar.gz');
    const series = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.dcm'),
    );
    for (const name of series)
      expect(Math.max(...(await pixelsOf(join(folder, name))).values)).toBeLessThan(4096);
  });
});
