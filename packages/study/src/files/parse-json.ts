/**
 * JSON that this program wrote and somebody or something may have damaged since.
 */
import { StudyError } from '../errors.ts';

/**
 * The value of a JSON text.
 *
 * @param text The whole content of a file.
 * @param path What the file is called, for the message.
 * @throws StudyError `run/input-changed` when it is no JSON.
 * @example
 * parseJson('{"schema":"mriscore/series/1"}', '1-series/P001.json');
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const finding = {
      found: `${path} is damaged: it is no JSON.`,
      needed: 'The file as it was written.',
      remedy:
        'Make sure that no run is going on, delete the file, and run again: what depends on it is done anew.',
    };
    throw new StudyError('run/input-changed', finding, { file: path }, { cause });
  }
}
