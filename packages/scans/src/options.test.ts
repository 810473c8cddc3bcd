import { expect, test } from 'vitest';
import { ScanError } from './errors.ts';
import * as scans from './index.ts';

const WRONG = { misspelt: 1 } as object;

const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  convertScan: () => scans.convertScan('in', 'out.nii', WRONG),
  correctScan: () => scans.correctScan('in', 'out.nii', WRONG),
  measureRegions: () => scans.measureRegions('image.nii', 'mask.nii', WRONG),
  readAnyScan: () => scans.readAnyScan('in', WRONG),
  readMasks: () => scans.readMasks('in', WRONG),
  readVolume: () => scans.readVolume('in', WRONG),
  registerScans: () => scans.registerScans({ fixed: 'a', moving: 'b', out: 'c.nii' }, WRONG),
  writeText: () => scans.writeText('file', 'text', WRONG),
};

test.each(Object.entries(CALLS))(
  '%s refuses an option that it does not know before it touches a file',
  async (_name, call) => {
    const cause: unknown = await call().catch((error: unknown) => error);
    expect(cause).toBeInstanceOf(ScanError);
    expect(cause).toMatchObject({ code: 'options/unknown-key', details: { option: 'misspelt' } });
    expect((cause as ScanError).message).toMatch(/^Unknown option misspelt\. Known options: \w/);
  },
);
