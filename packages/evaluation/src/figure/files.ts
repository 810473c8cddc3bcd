/**
 * What the files of a figure are called, relative to the page that shows it.
 */
import type { Language } from '../write/html.ts';

/** The drawing. The English one has the short name. */
export function figureFile(id: string, language: Language): string {
  return `figures/${id}${language === 'en' ? '' : '.zh'}.svg`;
}

/** The points that were drawn. */
export function pointsFile(table: string): string {
  return `points/${table}.csv`;
}
