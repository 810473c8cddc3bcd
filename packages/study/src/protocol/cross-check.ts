/**
 * Rules between the keys of a protocol, which a schema of single keys cannot say.
 *
 * Reads a protocol that fits the schema, gives what is wrong with it. Knows nothing of tables or images.
 */
import { StudyError } from '../errors.ts';
import type { Protocol } from './schema.ts';
import { PROTOCOL_FILE } from './yaml.ts';

type Check = (protocol: Protocol) => readonly StudyError[];

function invalid(key: string, found: string, needed: string): StudyError {
  const finding = { found, needed, remedy: `Correct ${key} in ${PROTOCOL_FILE}.` };
  return new StudyError('protocol/invalid', finding, { key });
}

const checkSequences: Check = ({ sequences, mask }) => {
  const names = Object.keys(sequences);
  const none =
    names.length === 0 ? [invalid('sequences', 'There is no sequence.', 'At least one is needed.')] : [];
  if (names.includes(mask.drawnOn)) return none;
  const known = `Sequences of this protocol: ${names.join(', ')}.`;
  return [...none, invalid('mask.drawnOn', `mask.drawnOn names ${mask.drawnOn}.`, known)];
};

/** Every pattern of a file, with the key it stands at. */
function patterns({ sequences, mask }: Protocol): readonly (readonly [key: string, pattern: string])[] {
  const images = Object.entries(sequences).map(
    ([name, { file }]) => [`sequences.${name}.file`, file] as const,
  );
  return [...images, ['mask.file', mask.file]];
}

const checkPatterns: Check = (protocol) =>
  patterns(protocol).flatMap(([key, pattern]) => {
    const unknown = [...pattern.matchAll(/\{[^{}]*\}?/g)]
      .map(([text]) => text)
      .filter((text) => text !== '{patient}');
    if (pattern.includes('\0'))
      return [invalid(key, `${key} holds a character that no path can have.`, 'A path.')];
    if (unknown.length === 0) return [];
    const several = unknown.length === 1 ? 'placeholder' : 'placeholders';
    const found = `${key} is ${pattern}, with the unknown ${several} ${unknown.join(', ')}.`;
    return [invalid(key, found, 'Known placeholders: {patient}, which stands for the name of the patient.')];
  });

const checkCohorts: Check = ({ cohorts, response }) => {
  const training = Object.values(cohorts).filter(({ role }) => role === 'training').length;
  const roles =
    training === 1
      ? []
      : [invalid('cohorts', `${training} cohorts have the role training.`, 'Exactly one is needed.')];
  const known = `Cohorts of this protocol: ${Object.keys(cohorts).join(', ')}.`;
  const unknown = (response?.cohorts ?? []).filter((name) => !Object.hasOwn(cohorts, name));
  return [
    ...roles,
    ...unknown.map((name) => invalid('response.cohorts', `response.cohorts names ${name}.`, known)),
  ];
};

const checkNetworks: Check = ({ fusion, encoder, preprocessing }) => {
  const errors: StudyError[] = [];
  const { width, heads } = fusion;
  if (width % heads !== 0) {
    const found = `fusion.width is ${width} and fusion.heads is ${heads}.`;
    errors.push(invalid('fusion.width', found, 'The width has to be a multiple of the heads.'));
  }
  const { frozenStages = 'none', weights } = encoder;
  if (frozenStages !== 'none' && weights === 'scratch') {
    const found = `encoder.frozenStages is ${frozenStages} and encoder.weights is scratch.`;
    const needed =
      'Stages that never learn need pretrained weights: random numbers tell nothing of an image.';
    errors.push(invalid('encoder.weights or encoder.frozenStages', found, needed));
  }
  const { sizePx } = preprocessing.crop;
  if (sizePx % 32 !== 0) {
    const needed = 'A multiple of 32 is needed, since the encoder halves five times.';
    errors.push(invalid('preprocessing.crop.sizePx', `preprocessing.crop.sizePx is ${sizePx}.`, needed));
  }
  return errors;
};

/**
 * What is wrong with a protocol whose keys are right one by one.
 *
 * @returns An error for each; empty when nothing is.
 * @example
 * crossCheck(protocol).map(({ code }) => code); // []
 */
export function crossCheck(protocol: Protocol): readonly StudyError[] {
  return [checkSequences, checkPatterns, checkCohorts, checkNetworks].flatMap((check) => check(protocol));
}
