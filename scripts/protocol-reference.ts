/**
 * Writes docs/reference/protocol.md from the schema of study.yaml, so that the page cannot say anything else.
 *
 *   npm run node -- scripts/protocol-reference.ts      after a change of the schema; a test says when it was forgotten
 */
import fs from 'node:fs';
import path from 'node:path';
import { type JsonSchema, protocolJsonSchema } from '@mriscore/study';

const FILE = path.resolve(import.meta.dirname, '../docs/reference/protocol.md');

const HEAD = `# study.yaml, key by key

Made from the schema by \`npm run node -- scripts/protocol-reference.ts\`. \`mriscore schema\` prints the same as JSON Schema, with which editors complete and check keys while you write; name it in the first line of the file:

\`\`\`yaml
# yaml-language-server: $schema=./study.schema.json
\`\`\`

A key without a default has to be there. Unknown keys are refused. Paths are relative to the data folder, which is the study folder unless \`--data\` names another. A protocol with every default filled in is part of what decides the results: change a key and the stages that obey it run again, and no others.

A condition is about one column of the table: a value (\`2\`, \`yes\`), a list of allowed values (\`[2, 3]\`), or a range (\`{ atLeast: 20 }\`, with \`atLeast\`, \`atMost\`, \`above\`, \`below\`). A number is compared as a number, a text as a text. An empty cell fulfils no condition. Where several columns are named, all conditions have to hold.

Some rules concern several keys: \`mask.drawnOn\` names one of \`sequences\`; exactly one cohort has the role \`training\`; \`response.cohorts\` name cohorts; \`fusion.width\` is a multiple of \`fusion.heads\`; \`preprocessing.crop.sizePx\` is a multiple of 32; \`encoder.frozenStages\` needs pretrained \`encoder.weights\`. Names of sequences and cohorts have 1 to 32 letters, digits, hyphens or underscores.
`;

/** A key whose value has keys of its own gets a section; a list or a map of such is one too. */
interface Section {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly description: string;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function code(value: unknown): string {
  return `\`${text(value)}\``;
}

function limits(schema: JsonSchema): string {
  const parts = [
    schema.minimum === undefined ? '' : `>= ${text(schema.minimum)}`,
    schema.exclusiveMinimum === undefined ? '' : `> ${text(schema.exclusiveMinimum)}`,
    schema.maximum === undefined || schema.maximum === Number.MAX_SAFE_INTEGER
      ? ''
      : `<= ${text(schema.maximum)}`,
    schema.minItems === undefined ? '' : `at least ${text(schema.minItems)}`,
    schema.maxItems === undefined ? '' : `at most ${text(schema.maxItems)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
};

/** A value, a list of values or a range; the head of the page explains it once. */
function isCondition({ anyOf }: JsonSchema): boolean {
  return anyOf?.some(({ properties }) => properties?.atLeast !== undefined) === true;
}

/** What may stand as the value of a key, in a few words. */
function kindOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map(code).join(', ');
  if (isCondition(schema)) return 'a condition';
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.items !== undefined) return `list of ${kindOf(schema.items)}${limits(schema)}`;
  if (schema.properties !== undefined) return `{ ${Object.keys(schema.properties).join(', ')} }`;
  if (typeof schema.additionalProperties === 'object') return `name: ${kindOf(schema.additionalProperties)}`;
  const types = [schema.type].flat().map((type) => KINDS[String(type)] ?? String(type));
  return `${types.join(' or ')}${limits(schema)}`;
}

/** The part of a value that has keys, and how its place is written. */
function withKeys(schema: JsonSchema, place: string): { place: string; schema: JsonSchema } | undefined {
  if (schema.properties !== undefined) return { place, schema };
  if (schema.items !== undefined) return withKeys(schema.items, `${place}[]`);
  if (typeof schema.additionalProperties === 'object') {
    return withKeys(schema.additionalProperties, `${place}.NAME`);
  }
  return undefined;
}

function sectionsBelow({ path: above, schema }: Section): Section[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const found = withKeys(value, above === '' ? key : `${above}.${key}`);
    if (found === undefined) return [];
    const section = { path: found.place, schema: found.schema, description: value.description ?? '' };
    return [section, ...sectionsBelow(section)];
  });
}

function row(key: string, schema: JsonSchema, required: boolean): string {
  const { default: fallback } = schema;
  const shown =
    fallback === undefined || text(fallback) === '{}' ? (required ? 'needed' : '') : code(fallback);
  return `| \`${key}\` | ${kindOf(schema)} | ${shown} | ${schema.description ?? ''} |`.replaceAll(
    / {2,}/g,
    ' ',
  );
}

function formatSection({ path: place, schema, description }: Section): string {
  const required = new Set((schema.required ?? []) as readonly string[]);
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) =>
    row(key, value, required.has(key)),
  );
  const title = place === '' ? 'The top level' : `\`${place}\``;
  const head = `## ${title}\n${description === '' ? '' : `\n${description}\n`}`;
  return `${head}\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** The whole page. */
export function formatProtocolReference(): string {
  const top: Section = { path: '', schema: protocolJsonSchema(), description: '' };
  return [HEAD, ...[top, ...sectionsBelow(top)].map(formatSection)].join('\n');
}

if (process.argv[1] === import.meta.filename) fs.writeFileSync(FILE, formatProtocolReference());
