/**
 * MetaImage files with attached data (.mha).
 *
 * Only names; nothing is done here.
 */
export { type FormatMhaOptions, formatMha } from './format.ts';
export { type ParseMhaOptions, parseMha } from './parse.ts';
