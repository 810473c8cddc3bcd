/**
 * A data set that is to be written, by keyword, with plain values.
 *
 * Only types. Knows nothing of encodings.
 */

/** A value by the kind of its attribute: text, number, several of them, bytes, or items. */
export type DraftValue =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | Uint8Array
  | readonly DraftDataset[];

/** Attributes by PS3.6 keyword. An empty string or list is an attribute without a value; undefined is left out. */
export interface DraftDataset {
  readonly [keyword: string]: DraftValue | undefined;
}
