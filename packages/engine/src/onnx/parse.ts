/**
 * Parses ONNX models strictly: what is inside, never more than the bytes hold, nothing from elsewhere.
 *
 * Reads bytes, gives operators, inputs, outputs and initialisers. Refuses external data, foreign domains and claims
 * larger than the file. Nothing is executed.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

import { EngineError, type EngineErrorCode } from '../errors.ts';
import { elements } from '../graph/shape.ts';
import type { State } from '../program/state.ts';
import { type Field, fields, packedIntegers } from './protobuf.ts';

/** One operator of the main graph. */
export interface ParsedNode {
  readonly operator: string;
  /** Names of its inputs; empty where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are numbers or lists of numbers, by name; a single number is a list of one. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
}

/** What a model holds. */
export interface OnnxSummary {
  /** Operators of the main graph, in order, with what they read. */
  readonly nodes: readonly ParsedNode[];
  /** Operators of the main graph and of graphs inside it, in order. */
  readonly operators: readonly string[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** float32 initialisers of the main graph by name. */
  readonly initializers: State;
}

/** Operator sets a model may use. */
const DOMAINS: readonly string[] = Object.freeze(['', 'ai.onnx', 'com.microsoft']);

/** Graphs may stand inside each other this deep. */
const DEEPEST = 8;

/** Bytes of an element, by ONNX's number of the type. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = Object.freeze({
  1: 4,
  2: 1,
  3: 1,
  4: 2,
  5: 2,
  6: 4,
  7: 8,
  9: 1,
  10: 2,
  11: 8,
  12: 4,
  13: 8,
  16: 2,
});

const FLOAT32 = 1;

/**
 * Parses a model.
 *
 * @param bytes A whole .onnx file.
 * @throws EngineError `onnx/malformed`, `onnx/external-data`, `onnx/foreign-domain`, `onnx/oversized`.
 * @example
 * parseOnnx(program.onnx).operators.length;
 */
export function parseOnnx(bytes: Uint8Array): OnnxSummary {
  const model = fields(bytes);
  for (const set of messages(model, 8)) checkDomain(text(fields(set), 1));
  const graphs = messages(model, 7);
  if (graphs.length !== 1) refuse('onnx/malformed', `${graphs.length} graphs in the model`, 'one graph');
  return parseGraph(graphs[0]!, 0);
}

function parseGraph(bytes: Uint8Array, depth: number): OnnxSummary {
  if (depth > DEEPEST)
    refuse('onnx/oversized', `graphs inside each other more than ${DEEPEST} deep`, 'a flatter model');
  const graph = fields(bytes);
  const operators = messages(graph, 1).flatMap((node) => parseNode(node, depth));
  const nodes = depth === 0 ? messages(graph, 1).map(describeNode) : [];
  const initializers = new Map(messages(graph, 5).flatMap((tensor) => parseTensor(tensor)));
  if (messages(graph, 15).length > 0) refuse('onnx/malformed', 'sparse initialisers', 'dense ones');
  const names = (number: number): string[] => messages(graph, number).map((value) => text(fields(value), 1));
  return { nodes, operators, inputs: names(11), outputs: names(12), initializers };
}

function parseNode(bytes: Uint8Array, depth: number): string[] {
  const node = fields(bytes);
  checkDomain(text(node, 7));
  const inner = messages(node, 5).flatMap((attribute) => {
    const parts = fields(attribute);
    for (const tensor of [...messages(parts, 5), ...messages(parts, 10)]) parseTensor(tensor);
    return [...messages(parts, 6), ...messages(parts, 11)].flatMap(
      (graph) => parseGraph(graph, depth + 1).operators,
    );
  });
  return [text(node, 4), ...inner];
}

function describeNode(bytes: Uint8Array): ParsedNode {
  const node = fields(bytes);
  const texts = (number: number) => messages(node, number).map((value) => new TextDecoder().decode(value));
  const attributes = messages(node, 5).map((attribute) => fields(attribute));
  const numbers = new Map(attributes.map((parts) => [text(parts, 1), attributeNumbers(parts)] as const));
  return { operator: text(node, 4), inputs: texts(1), outputs: texts(2), numbers };
}

function attributeNumbers(parts: readonly Field[]): number[] {
  const float = (value: bigint) => new Float32Array(Uint32Array.of(Number(value)).buffer)[0]!;
  return parts.flatMap(({ number: field, value }) => {
    if (field === 2 && typeof value === 'bigint') return [float(value)];
    if (field === 3 && typeof value === 'bigint') return [Number(value)];
    if (field === 7) return typeof value === 'bigint' ? [float(value)] : [...floatsOf(value)];
    if (field === 8) return (typeof value === 'bigint' ? [value] : packedIntegers(value)).map(Number);
    return [];
  });
}

function floatsOf(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0)
    refuse('onnx/malformed', `${bytes.length} bytes of floats`, 'a multiple of four');
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** Gives float32 tensors; others are checked and left out. */
function parseTensor(bytes: Uint8Array): [string, { shape: number[]; data: Float32Array }][] {
  const tensor = fields(bytes);
  const name = text(tensor, 8);
  if (messages(tensor, 13).length > 0 || number(tensor, 14) === 1n)
    refuse('onnx/external-data', `the tensor ${name} in another file`, 'a model that holds all its weights');
  const shape = tensor
    .filter((field) => field.number === 1)
    .flatMap(({ value }) => (typeof value === 'bigint' ? [value] : packedIntegers(value)))
    .map(Number);
  const type = Number(number(tensor, 2) ?? 0n);
  const count = elements(shape);
  if (
    shape.some((extent) => !Number.isSafeInteger(extent) || extent < 0) ||
    !Number.isSafeInteger(count) ||
    count > 2 ** 31
  )
    refuse(
      'onnx/oversized',
      `the tensor ${name} of shape [${shape.join(', ')}]`,
      'whole extents of at most 2^31 elements together',
    );
  const [raw] = messages(tensor, 9);
  if (raw) {
    if (raw.length !== count * (ELEMENT_BYTES[type] ?? Number.NaN))
      refuse(
        'onnx/malformed',
        `${raw.length} bytes for the tensor ${name} of shape [${shape.join(', ')}] and type ${type}`,
        'as many as the shape needs',
      );
    return type === FLOAT32 ? [[name, { shape, data: new Float32Array(new Uint8Array(raw).buffer) }]] : [];
  }
  if (type !== FLOAT32) return [];
  const floats = typedFloats(tensor);
  if (floats.length !== count)
    refuse(
      'onnx/malformed',
      `${floats.length} numbers for the tensor ${name} of shape [${shape.join(', ')}]`,
      `${count}`,
    );
  return [[name, { shape, data: floats }]];
}

function typedFloats(tensor: readonly Field[]): Float32Array {
  const parts = tensor
    .filter((field) => field.number === 4)
    .map(({ value }) =>
      typeof value === 'bigint' ? new Uint8Array(Uint32Array.of(Number(value)).buffer) : value,
    );
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return floatsOf(bytes);
}

function messages(list: readonly Field[], number: number): Uint8Array[] {
  return list.flatMap((field) => {
    if (field.number !== number) return [];
    if (typeof field.value === 'bigint')
      return refuse('onnx/malformed', `a number in field ${number}`, 'a message');
    return [field.value];
  });
}

function number(list: readonly Field[], wanted: number): bigint | undefined {
  const value = list.findLast((field) => field.number === wanted)?.value;
  return typeof value === 'bigint' ? value : undefined;
}

function text(list: readonly Field[], number: number): string {
  const [bytes] = messages(list, number).slice(-1);
  return bytes ? new TextDecoder().decode(bytes) : '';
}

function checkDomain(domain: string): void {
  if (!DOMAINS.includes(domain))
    refuse(
      'onnx/foreign-domain',
      `operators of the domain ${JSON.stringify(domain)}`,
      `only ${DOMAINS.slice(1).join(' and ')}`,
    );
}

function refuse(code: EngineErrorCode, found: string, needed: string): never {
  throw new EngineError(code, {
    found: `Found ${found}.`,
    needed: `Needed ${needed}.`,
    remedy: 'Export the model again with its weights inside and standard operators only.',
  });
}
