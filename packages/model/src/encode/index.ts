export { type Extracted, extract } from './extract.ts';
export { type Sample, writeGrey } from './sample.ts';
