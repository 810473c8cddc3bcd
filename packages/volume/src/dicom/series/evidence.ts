/**
 * What single header fields say about a sequence: weighting, contrast agent, fat suppression.
 *
 * Each rule gives a weight and a sentence. Rules are independent; `recognise.ts` adds them up. The numbers are
 * clinical convention for 1.5 T and 3 T, not a law.
 */
import type { Acquisition } from './acquisition.ts';

/** What an image is weighted for. */
export type Weighting = 'T1' | 'T2' | 'PD' | 'FLAIR' | 'T2*' | 'diffusion' | 'angiography' | 'map';

/** One thing a header says. Weight above 0 speaks for, below 0 against. */
export interface SequenceEvidence<T> {
  readonly says: T;
  readonly weight: number;
  /** A whole sentence with the values. */
  readonly reason: string;
}

/** A word that stands alone or beside digits, underscores and signs, as in `t1_tse_tra`. */
const word = (pattern: string): RegExp => new RegExp(`(?<![a-z0-9])(?:${pattern})(?![a-z0-9])`, 'i');

const NAMES: readonly (readonly [Weighting, RegExp])[] = [
  ['FLAIR', /flair|dark[-_ ]?fluid/i],
  ['diffusion', /(?<![a-z])(dwi|dti|diff|ep2d_diff|adc|trace)|diffusion/i],
  ['angiography', word('tof.*|mra|angio.*|pc3d')],
  ['map', /(?<![a-z0-9])t[12][-_ ]?(map|rho)|subtraction|(?<![a-z])sub(?![a-z])/i],
  ['T2*', /(?<![a-z0-9])(swi|swan|t2[-_ ]?(\*|star)|hemo|medic)/i],
  ['T1', /(?<![a-z0-9])t1(?![0-9])|mprage|vibe|lava|thrive|spgr|bravo|flash|(?<![a-z])fl[23]d/i],
  ['T2', /(?<![a-z0-9])t2(?![0-9*])|(?<![a-z])(stir|tirm|haste|space_t2|ciss|fiesta)/i],
  ['PD', word('pd|pd[-_ ]?w|proton.*')],
];

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** Kinds that echo and repetition times cannot tell from T1 or T2, so that their names count double. */
const TOLD_BY_NAME: ReadonlySet<Weighting> = new Set(['FLAIR', 'diffusion', 'angiography', 'map']);

/** Weighting by what people and vendors called the series. */
export function weightingByName(a: Acquisition): SequenceEvidence<Weighting>[] {
  const found: SequenceEvidence<Weighting>[] = [];
  const sources = [
    ['series description', a.seriesDescription, 2],
    ['protocol name', a.protocolName, 1.5],
    ['sequence name', a.sequenceName, 0.5],
  ] as const;
  for (const [field, text, weight] of sources) {
    const row = text === undefined ? undefined : NAMES.find(([, pattern]) => pattern.test(text));
    if (row === undefined || text === undefined) continue;
    found.push({
      says: row[0],
      weight: TOLD_BY_NAME.has(row[0]) ? 2 * weight : weight,
      reason: `The ${field} "${shown(text)}" names ${row[0]}.`,
    });
  }
  const stated = a.acquisitionContrast;
  const known = (['T1', 'T2', 'PD'] as const).find(
    (w) => w === stated || (w === 'PD' && stated === 'PROTON_DENSITY'),
  );
  const exact =
    known ?? (stated === 'FLUID_ATTENUATED' ? 'FLAIR' : stated === 'DIFFUSION' ? 'diffusion' : undefined);
  if (exact !== undefined)
    found.push({ says: exact, weight: 3, reason: `The acquisition contrast is ${stated}.` });
  return found;
}

interface Timing {
  readonly tr: number;
  readonly te: number;
  readonly ti: number | undefined;
  readonly flip: number | undefined;
}

function spinEcho({ tr, te, ti }: Timing): Weighting | undefined {
  if (ti !== undefined && ti > 1500 && te > 60) return 'FLAIR';
  if (ti !== undefined && ti >= 80 && ti <= 260 && tr > 1500) return 'T2';
  if (tr <= 1300 && te <= 35) return 'T1';
  if (tr >= 1500 && te >= 60) return 'T2';
  return tr >= 1500 && te < 40 ? 'PD' : undefined;
}

function gradientEcho({ tr, te, ti, flip }: Timing): Weighting | undefined {
  if (ti !== undefined && ti >= 400 && ti <= 1400) return 'T1';
  if (te >= 12) return 'T2*';
  const steep = flip === undefined || flip >= (tr < 50 ? 8 : 35);
  return te < 12 && tr < 800 && steep ? 'T1' : undefined;
}

/** Weighting by echo, repetition and inversion times, as the physics has it. */
export function weightingByPhysics(a: Acquisition): SequenceEvidence<Weighting>[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, inversionTimeMs: ti, flipAngleDegrees: flip } = a;
  if (a.bValue !== undefined && a.bValue > 0) {
    return [{ says: 'diffusion', weight: 4, reason: `The b-value is ${a.bValue} s/mm2.` }];
  }
  if (a.scanningSequence.includes('EP') || a.echoPlanar === true) {
    return [{ says: 'T2*', weight: 1.5, reason: 'The sequence is echo planar.' }];
  }
  if (tr === undefined || te === undefined) return [];
  const gradient = a.scanningSequence.includes('GR') && !a.scanningSequence.includes('SE');
  const timing = { tr, te, ti: ti === 0 ? undefined : ti, flip };
  const says = gradient ? gradientEcho(timing) : spinEcho(timing);
  if (says === undefined) return [];
  const kind = gradient ? 'gradient echo' : 'spin echo';
  const inverted = timing.ti === undefined ? '' : `, TI ${timing.ti} ms`;
  return [{ says, weight: 2.5, reason: `A ${kind} with TR ${tr} ms, TE ${te} ms${inverted} is ${says}.` }];
}

const AFTER =
  /\+ ?c(?![a-z])|c\+|(?<![a-z])(post|gd|gad[a-z]*|kontrast|contrast|ce|t1c|km|dotarem|dyn|enhanced)(?![a-z])|(?<![a-z])t1[-_ ]?(gd|ce|c)(?![a-z])/i;
const BEFORE =
  /(?<![a-z])(pre|nativ[a-z]*|without|ohne|w\/?o|plain|unenhanced|non[-_ ]?(contrast|enhanced))(?![a-z])/i;

/** Whether contrast agent had been given, by names, agent and clock. True speaks for, false against. */
export function agentEvidence(a: Acquisition): SequenceEvidence<boolean>[] {
  const found: SequenceEvidence<boolean>[] = [];
  for (const [field, text] of [
    ['series description', a.seriesDescription],
    ['protocol name', a.protocolName],
  ] as const) {
    if (text === undefined) continue;
    if (BEFORE.test(text))
      found.push({ says: false, weight: 3, reason: `The ${field} "${shown(text)}" says before contrast.` });
    else if (AFTER.test(text))
      found.push({ says: true, weight: 3, reason: `The ${field} "${shown(text)}" says after contrast.` });
  }
  const { stated, agent, startSeconds } = a.contrastAgent;
  if (stated) found.push({ says: true, weight: 2, reason: 'The header names a contrast agent.' });
  else if (agent !== undefined)
    found.push({ says: false, weight: 2, reason: 'The header says that no agent was given.' });
  if (startSeconds !== undefined && a.startSeconds !== undefined) {
    const after = a.startSeconds >= startSeconds;
    const minutes = Math.abs(a.startSeconds - startSeconds) / 60;
    const reason = `The scan began ${minutes.toFixed(1)} minutes ${after ? 'after' : 'before'} the agent.`;
    found.push({ says: after, weight: after ? 2 : 4, reason });
  }
  return found;
}

const FAT_OPTIONS = new Set(['FS', 'FATSAT', 'SFS', 'FSS', 'FAT_SAT', 'WE', 'SPIR', 'SPAIR']);
const FAT_NAMES =
  /(?<![a-z])(fs|fatsat|fat[-_ ]?sat|spir|spair|stir|tirm|chess|we|dixon[-_ ]?w|water)(?![a-z])/i;

/** Whether fat is suppressed. */
export function fatEvidence(a: Acquisition): SequenceEvidence<boolean>[] {
  const found: SequenceEvidence<boolean>[] = [];
  const option = a.scanOptions.find((o) => FAT_OPTIONS.has(o));
  if (option !== undefined) found.push({ says: true, weight: 3, reason: `The scan options hold ${option}.` });
  if (a.fatSuppression !== undefined) {
    found.push({
      says: a.fatSuppression.includes('FAT'),
      weight: 3,
      reason: `The suppression is ${a.fatSuppression}.`,
    });
  }
  for (const text of [a.seriesDescription, a.protocolName]) {
    const match = text === undefined ? null : FAT_NAMES.exec(text);
    if (match !== null) found.push({ says: true, weight: 2, reason: `The name holds "${match[0]}".` });
  }
  const ti = a.inversionTimeMs;
  if (ti !== undefined && ti >= 80 && ti <= 260) {
    found.push({ says: true, weight: 2, reason: `An inversion time of ${ti} ms nulls fat.` });
  }
  return found;
}
