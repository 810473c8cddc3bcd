export { calibrationBody, calibrationCells } from './calibration-table.ts';
export { confusionTable, shareLines } from './confusion.ts';
export { analysisFigures } from './figures.ts';
export { medianCells, medianTable, SPLIT_MEDIAN_HEAD } from './medians.ts';
export { formatAnalysisPage } from './page.ts';
export { figureGrid, paragraph, remark, type Section, table } from './parts.ts';
export { framePage } from './shell.ts';
