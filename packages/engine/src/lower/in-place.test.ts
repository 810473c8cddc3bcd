import { describe, expect, it } from 'vitest';
import type { OnnxNode } from '../graph/nodes.ts';
import { overwritable } from './in-place.ts';

const node = (type: string, inputs: readonly string[], ...outputs: readonly string[]): OnnxNode => ({
  type,
  name: outputs[0]!,
  inputs,
  outputs,
  attributes: {},
  domain: '',
});

/** m' = x^T y + m, w' = w - m', and z = x w', which reads no old value. */
const update = [
  node('Gemm', ['x', 'y', 'm'], 'next/m'),
  node('Sub', ['w', 'next/m'], 'next/w'),
  node('MatMul', ['x', 'next/w'], 'z'),
];

describe('state that a step may write over', () => {
  it('is memory that only its own update reads', () => {
    expect(overwritable(update)('m', 'next/m')).toBe(true);
  });

  it('is a weight only where nothing else reads it', () => {
    expect(overwritable(update)('w', 'next/w')).toBe(true);
    expect(overwritable([...update, node('MatMul', ['dy', 'w'], 'dx')])('w', 'next/w')).toBe(false);
  });

  it('is memory whose readers all come before its update', () => {
    const nodes = [
      node('Concat', ['a', 'b'], 'both'),
      node('Add', ['both', 'g'], 'sum'),
      node('Split', ['sum'], 'next/a', 'next/b'),
    ];
    expect(overwritable(nodes)('a', 'next/a')).toBe(true);
    expect(overwritable(nodes)('b', 'next/b')).toBe(true);
  });

  it('is nothing that a product multiplies, since it reads that again and again while it writes', () => {
    expect(overwritable([node('Gemm', ['m', 'y', 'c'], 'next/m')])('m', 'next/m')).toBe(false);
    expect(overwritable([node('Gemm', ['x', 'm', 'm'], 'next/m')])('m', 'next/m')).toBe(false);
    expect(overwritable([node('Transpose', ['m'], 'next/m')])('m', 'next/m')).toBe(false);
  });

  it('is nothing whose next value no node gives', () => {
    expect(overwritable(update)('x', 'next/x')).toBe(false);
  });
});
