import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { tarballOf } from './tarball.fixture.ts';
import { filesOfTarball } from './tarball.ts';

const archive = tarballOf({ 'package/a.bin': Uint8Array.of(1, 2, 3), 'package/b.json': '{}'.repeat(400) });

test('an archive gives its files by path, byte for byte', () => {
  const files = filesOfTarball(archive, 'x.tgz');
  expect([...files.keys()]).toEqual(['package/a.bin', 'package/b.json']);
  expect([...(files.get('package/a.bin') ?? [])]).toEqual([1, 2, 3]);
  expect(files.get('package/b.json')).toHaveLength(800);
});

test('a cut, damaged or foreign archive is refused', () => {
  const unreadable = expect.objectContaining({ code: 'weights/unreadable' });
  const bare = Uint8Array.from({ length: 2048 }, (_, at) => at % 251);
  for (const bytes of [
    archive.subarray(0, archive.length - 20),
    bare,
    gzipSync(bare),
    new Uint8Array(),
    gzipSync(new Uint8Array(100)),
  ])
    expect(() => filesOfTarball(bytes, 'x.tgz')).toThrow(unreadable);
});
