export { planSize, SIZE_DEFAULTS, type SizeOptions, type SizeSheet } from './size.ts';
