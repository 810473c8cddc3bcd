import { openNodeCpu } from '@mriscore/engine';
import { expect, test } from 'vitest';
import { extract } from './encode/index.ts';
import { applyFusion, fusionBatch } from './fuse/index.ts';
import { cropScan, landmarkSettings, planPatientCrop } from './prepare/index.ts';
import type { PreparationSettings } from './prepare/settings.ts';

const SETTINGS: PreparationSettings = {
  normalise: { method: 'z-score', region: 'image' },
  crop: { sizePx: 32, marginMm: 2, slices: [0] },
};
const GEOMETRY = {
  size: [8, 8, 2] as const,
  indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
};
const MASK = {
  geometry: GEOMETRY,
  data: new Uint8Array(128).fill(1),
  labels: [{ value: 1, name: 'tumour' }],
};
const SCAN = { geometry: GEOMETRY, data: Float32Array.from({ length: 128 }, (_, index) => index) };
const PLAN = planPatientCrop(MASK, SETTINGS.crop).plan;
const TOKENS = { sequences: ['T1'], slices: 1, width: 1, patients: [] };
const SPEC = { depth: 18, classes: 1, inputChannels: 3, stride: 'torchvision' } as const;
const FUSION = {
  sequences: 1,
  slices: 1,
  features: 1,
  width: 2,
  layers: 1,
  heads: 1,
  feedForward: 2,
} as const;
const GREY = { gain: [1, 1, 1], offset: [0, 0, 0] } as const;

await using runtime = await openNodeCpu({ threads: 1 });

/** Every public function that takes options, with one more option than it knows. */
const DOORS: Readonly<Record<string, (extra: object) => unknown>> = {
  planPatientCrop: (extra) => planPatientCrop(MASK, { ...SETTINGS.crop, ...extra }),
  cropScan: (extra) => cropScan(SCAN, MASK, { plan: PLAN, settings: SETTINGS, ...extra }),
  'the settings of cropScan': (extra) =>
    cropScan(SCAN, MASK, { plan: PLAN, settings: { ...SETTINGS, ...extra } }),
  'the normalisation of cropScan': (extra) =>
    cropScan(SCAN, MASK, {
      plan: PLAN,
      settings: { ...SETTINGS, normalise: { ...SETTINGS.normalise, ...extra } },
    }),
  landmarkSettings: (extra) => landmarkSettings({ ...SETTINGS, ...extra }),
  fusionBatch: (extra) => fusionBatch(TOKENS, [], { size: 1, missingOf: () => [], ...extra }),
  extract: (extra) =>
    extract(
      runtime,
      { spec: SPEC, state: new Map(), grey: GREY, samples: [], sizePx: 32, ...extra },
      () => undefined,
    ),
  applyFusion: (extra) =>
    applyFusion(runtime, {
      spec: { ...FUSION, norm: 'pre', dropout: 0, classes: 1 },
      state: new Map(),
      tokens: TOKENS,
      ...extra,
    }),
};

test.each(Object.entries(DOORS))(
  '%s refuses an option that nobody knows, with the known ones',
  async (_, call) => {
    await expect(async () => call({ misspelt: 1 })).rejects.toThrow(
      expect.objectContaining({
        code: 'options/unknown-key',
        message: expect.stringMatching(/^Unknown option misspelt\. Known options: \w+/),
      }),
    );
  },
);
