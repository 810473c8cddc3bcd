import { expect, it } from 'vitest';
import { webThreads } from './settings.ts';

it('gives a page one thread unless it is isolated', () => {
  const navigator = { hardwareConcurrency: 6 };
  expect(webThreads({ crossOriginIsolated: false, navigator }, undefined)).toBe(1);
  expect(webThreads({ crossOriginIsolated: true, navigator }, undefined)).toBe(6);
  expect(webThreads({ crossOriginIsolated: true, navigator: { hardwareConcurrency: 64 } }, undefined)).toBe(
    8,
  );
  expect(webThreads({ crossOriginIsolated: true, navigator }, 3)).toBe(3);
});

it('says which headers are missing when several are asked for', () => {
  expect(() => webThreads({ crossOriginIsolated: false }, 2)).toThrow(
    'Cross-Origin-Opener-Policy: same-origin',
  );
  expect(() => webThreads({ crossOriginIsolated: true }, 0)).toThrow('Found 0 threads.');
});
