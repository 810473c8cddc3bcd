export {
  bilingual,
  type Content,
  EMPTY,
  element,
  type Html,
  html,
  type Language,
  type Text,
} from './html.ts';
export { Notes } from './notes.ts';
export { count, estimate, fixed, number, pValue, pWithName, UNDEFINED } from './numbers.ts';
