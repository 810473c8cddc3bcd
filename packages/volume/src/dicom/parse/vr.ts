/**
 * The closed table of value representations: which exist, which have a 32-bit length, and how their numbers are kept.
 *
 * Knows nothing of tags or files.
 */

/** How the numbers of a binary value representation lie in the file. */
export type NumberKind = 'u8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'f64' | 'u64' | 'i64';

interface VrRow {
  /** True when the explicit form has two reserved bytes and a 32-bit length. */
  readonly long: boolean;
  /** Bytes of one number for byte swapping; 1 for text and bytes. */
  readonly width: 1 | 2 | 4 | 8;
  readonly numbers?: NumberKind;
  /** `text` in the data set's character set, `ascii` in the default repertoire, `decimal` numbers as text. */
  readonly text?: 'text' | 'ascii' | 'decimal';
}

const row = (long: boolean, width: VrRow['width'], rest: Pick<VrRow, 'numbers' | 'text'> = {}): VrRow => ({
  long,
  width,
  ...rest,
});

const TABLE = {
  AE: row(false, 1, { text: 'ascii' }),
  AS: row(false, 1, { text: 'ascii' }),
  AT: row(false, 2, { numbers: 'u16' }),
  CS: row(false, 1, { text: 'ascii' }),
  DA: row(false, 1, { text: 'ascii' }),
  DS: row(false, 1, { text: 'decimal' }),
  DT: row(false, 1, { text: 'ascii' }),
  FD: row(false, 8, { numbers: 'f64' }),
  FL: row(false, 4, { numbers: 'f32' }),
  IS: row(false, 1, { text: 'decimal' }),
  LO: row(false, 1, { text: 'text' }),
  LT: row(false, 1, { text: 'text' }),
  OB: row(true, 1),
  OD: row(true, 8, { numbers: 'f64' }),
  OF: row(true, 4, { numbers: 'f32' }),
  OL: row(true, 4, { numbers: 'u32' }),
  OV: row(true, 8, { numbers: 'u64' }),
  OW: row(true, 2, { numbers: 'u16' }),
  PN: row(false, 1, { text: 'text' }),
  SH: row(false, 1, { text: 'text' }),
  SL: row(false, 4, { numbers: 'i32' }),
  SQ: row(true, 1),
  SS: row(false, 2, { numbers: 'i16' }),
  ST: row(false, 1, { text: 'text' }),
  SV: row(true, 8, { numbers: 'i64' }),
  TM: row(false, 1, { text: 'ascii' }),
  UC: row(true, 1, { text: 'text' }),
  UI: row(false, 1, { text: 'ascii' }),
  UL: row(false, 4, { numbers: 'u32' }),
  UN: row(true, 1),
  UR: row(true, 1, { text: 'ascii' }),
  US: row(false, 2, { numbers: 'u16' }),
  UT: row(true, 1, { text: 'text' }),
  UV: row(true, 8, { numbers: 'u64' }),
} as const satisfies Record<string, VrRow>;

/** A value representation of PS3.5 section 6.2. */
export type Vr = keyof typeof TABLE;

const BY_BYTES: ReadonlyMap<number, Vr> = new Map(
  (Object.keys(TABLE) as Vr[]).map((vr) => [vr.charCodeAt(0) * 256 + vr.charCodeAt(1), vr]),
);

/** The value representation that two bytes of a file spell, or undefined when there is none such. */
export function findVr(first: number, second: number): Vr | undefined {
  return BY_BYTES.get(first * 256 + second);
}

/** What is known of a value representation. */
export function describeVr(vr: Vr): VrRow {
  return TABLE[vr];
}
