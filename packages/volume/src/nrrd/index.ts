/**
 * NRRD files with attached data (.nrrd).
 *
 * Only names; nothing is done here.
 */
export { type FormatNrrdOptions, formatNrrd } from './format.ts';
export { type NrrdHeader, parseNrrdHeader } from './header.ts';
export { type ParseNrrdOptions, parseNrrd } from './parse.ts';
