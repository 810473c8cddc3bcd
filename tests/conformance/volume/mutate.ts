/**
 * Damaged copies of DICOM files, from a seeded generator, so that every copy can be made again.
 *
 * Knows where lengths and tags tend to lie, and puts in the values that break parsers. Not exported from the package.
 */

/** A small seeded generator; the state is the seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/** Values that overflow, underflow or mean something special. */
const NASTY_32 = [
  0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0xfffee000, 0xe000fffe, 0xe0ddfffe, 0x10000,
];
const NASTY_16 = [0, 1, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x5153, 0x4e55];

function overwrite(bytes: Uint8Array, next: () => number): void {
  const view = new DataView(bytes.buffer);
  const at = next() % Math.max(1, bytes.length - 4);
  const kind = next() % 4;
  if (kind === 0) bytes[at] = next() & 255;
  else if (kind === 1) bytes[at]! ^= 1 << (next() & 7);
  else if (kind === 2) view.setUint32(at, NASTY_32[next() % NASTY_32.length]!, true);
  else view.setUint16(at, NASTY_16[next() % NASTY_16.length]!, true);
}

function cut(bytes: Uint8Array, next: () => number): Uint8Array {
  return bytes.slice(0, next() % bytes.length);
}

/** Copies a stretch to another place, which repeats elements and nests sequences. */
function splice(bytes: Uint8Array, next: () => number): Uint8Array {
  const from = next() % bytes.length;
  const length = Math.min(bytes.length - from, next() % 256);
  const at = next() % bytes.length;
  const out = new Uint8Array(bytes.length + length);
  out.set(bytes.subarray(0, at));
  out.set(bytes.subarray(from, from + length), at);
  out.set(bytes.subarray(at), at + length);
  return out;
}

/**
 * A damaged copy.
 *
 * @param seed The file to damage; left as it is.
 * @param next Generator of `seeded`.
 */
export function mutate(seed: Uint8Array, next: () => number): Uint8Array {
  let bytes = new Uint8Array(seed);
  const times = 1 + (next() % 4);
  for (let n = 0; n < times; n++) {
    const kind = next() % 16;
    if (kind === 0) bytes = new Uint8Array(cut(bytes, next));
    else if (kind === 1) bytes = new Uint8Array(splice(bytes, next));
    else overwrite(bytes, next);
    if (bytes.length < 8) return bytes;
  }
  return bytes;
}
