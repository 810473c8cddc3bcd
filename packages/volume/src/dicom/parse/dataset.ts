/**
 * What a parsed DICOM file is: elements by tag, with their bytes still in the file's byte order.
 *
 * Only types. Values are views into the file's bytes; nothing is decoded before it is asked for.
 */
import type { Vr } from './vr.ts';

/** One element of a data set. */
export interface DicomElement {
  /** group * 65536 + element. */
  readonly tag: number;
  readonly vr: Vr;
  /** The value's bytes as in the file; empty for sequences and encapsulated pixel data. */
  readonly value: Uint8Array;
  /** The items of a sequence. */
  readonly items?: readonly DicomDataset[];
  /** The fragments of encapsulated pixel data; the first is the basic offset table. */
  readonly fragments?: readonly Uint8Array[];
}

/** Elements by tag, in the order of the file. */
export interface DicomDataset {
  readonly elements: ReadonlyMap<number, DicomElement>;
  /** Byte order of binary values. */
  readonly littleEndian: boolean;
  /** Values of SpecificCharacterSet that hold here, own or of the enclosing data set; empty for the default. */
  readonly characterSets: readonly string[];
}

/** A whole DICOM file. */
export interface DicomFile {
  /** Group 0002, always explicit little endian. Empty when the file has no header. */
  readonly meta: DicomDataset;
  readonly dataset: DicomDataset;
  /** Transfer syntax UID the file says it is in. */
  readonly transferSyntax: string;
}

/** Bounds on what a file may make the parser do. */
export interface DicomLimits {
  /** Most elements in a file, items included. Default 100 000. */
  readonly maximumElements: number;
  /** Deepest nesting of sequences. Default 64. */
  readonly maximumDepth: number;
  /** Most bytes that a deflated file may grow to, and that pixels may take. Default 2 GiB. */
  readonly maximumBytes: number;
}

/** Bounds of docs: T1. */
export const DICOM_LIMITS: DicomLimits = Object.freeze({
  maximumElements: 100_000,
  maximumDepth: 64,
  maximumBytes: 2 ** 31,
});
