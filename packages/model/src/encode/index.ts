export { type Extracted, extract } from './extract.ts';
export { fillGrey, type Sample } from './sample.ts';
