/**
 * The text of study.yaml as plain values.
 *
 * Refuses what is no YAML, what says a key twice, and what would fill the memory: a text of many megabytes, or anchors
 * that stand for each other until a short text means billions of values. Knows nothing of keys.
 */
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { StudyError } from '../errors.ts';

/** The name of the protocol inside a study folder. */
export const PROTOCOL_FILE = 'study.yaml';

/** Room for the series of ten thousand patients; a protocol without such a list has some thousand characters. */
const MOST_CHARACTERS = 2_000_000;
/** Values that anchors may stand for, as a multiple of those that are written. */
const MOST_ALIASES = 100;

function notYaml(problem: string): StudyError {
  return new StudyError(
    'protocol/invalid',
    {
      found: `${PROTOCOL_FILE} is not YAML: ${problem.trim().replace(/:?$/, '.').replace(/\.\.$/, '.')}`,
      needed: 'YAML 1.2.',
      remedy: `Correct ${PROTOCOL_FILE}.`,
    },
    { key: PROTOCOL_FILE },
  );
}

/** The first key that a mapping has twice, with its line. The reader of YAML takes minutes for that in a long file. */
function findTwice(document: ReturnType<typeof parseDocument>, lines: LineCounter): string | undefined {
  let twice: string | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          twice = `Map keys must be unique, and ${String(key.value)} comes again at line ${lines.linePos(key.range?.[0] ?? 0).line}`;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return twice;
}

/**
 * Reads the text of a protocol.
 *
 * @returns Plain objects, lists, texts, numbers and booleans.
 * @throws StudyError `protocol/invalid` with the line where there is one.
 * @example
 * parseYaml('encoder: { epochs: 3 }'); // { encoder: { epochs: 3 } }
 */
export function parseYaml(text: string): unknown {
  if (text.length > MOST_CHARACTERS)
    throw notYaml(`it has ${text.length} characters, and a protocol has at most ${MOST_CHARACTERS}`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { uniqueKeys: false, lineCounter: lines });
    const problem = document.errors[0]?.message ?? findTwice(document, lines);
    if (problem !== undefined) throw notYaml(problem);
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    // The reader's own words for anchors that multiply, and Node's for lists in lists without end.
    if (cause instanceof ReferenceError || cause instanceof RangeError) throw notYaml(cause.message);
    throw cause;
  }
}
