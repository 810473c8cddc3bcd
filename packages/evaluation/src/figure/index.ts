export { calibrationFigure } from './calibration.ts';
export { decisionFigure } from './decision.ts';
export {
  bottomAxis,
  FAINT,
  type Figure,
  FONT,
  GREY,
  INK,
  leftAxis,
  legendRow,
  line,
  linear,
  path,
  roundTicks,
  sheet,
  WIDTH,
  words,
} from './drawing.ts';
export { figureFile, pointsFile } from './files.ts';
export { type ForestRow, forestFigure } from './forest.ts';
export { identify } from './identifier.ts';
export { kaplanMeierFigure } from './kaplan-meier.ts';
export { colourOf, lineStyle } from './palette.ts';
export { rocFigure } from './roc.ts';
export { wrapWords } from './word-width.ts';
