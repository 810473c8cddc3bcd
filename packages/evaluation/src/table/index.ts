export { formatCsv, type TableCell } from './format.ts';
export { parseTable, type Table } from './parse.ts';
export { numberOf, type Row } from './row.ts';
export { MONTHS_PER_UNIT } from './time-unit.ts';
