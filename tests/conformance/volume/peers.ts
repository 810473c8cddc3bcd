/**
 * What the DICOM tests share: reference folders, unpacked archives, and other programs to compare with.
 *
 * Not exported from the package. Peers (dcm2niix, dcmtk, gdcm, dicom3tools) are optional: tests that need one say so
 * and are counted as skipped where it is absent.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { reference } from '../../../packages/volume/src/codes.fixture.ts';
import type { DicomInput } from '../../../packages/volume/src/dicom/series/slice.ts';

/** A fresh folder for one test file. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'volume-conformance-'));
}

/** Whether a program can be started. */
export function hasPeer(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** Runs a peer and gives what it printed on both streams. */
export function runPeer(program: string, args: readonly string[]): { status: number; text: string } {
  const { status, stdout, stderr } = spawnSync(program, [...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { status: status ?? -1, text: `${stdout}${stderr}` };
}

/** Unpacks a reference archive of DICOM files into a fresh folder and gives its path. */
export function unpack(archive: string): string {
  const folder = join(temporaryFolder(), 'dicom');
  mkdirSync(folder);
  execFileSync('tar', ['xzf', reference(archive), '-C', folder]);
  return folder;
}

function walk(path: string): string[] {
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => walk(join(path, name))) : [path];
}

/** Every file below a folder, by its path inside it. */
export function readInputs(folder: string): DicomInput[] {
  return walk(folder).map((path) => ({ name: relative(folder, path), bytes: readFileSync(path) }));
}

/** Converts a folder with dcm2niix and gives the paths of its NIfTI files. */
export function runDcm2niix(folder: string): string[] {
  const out = temporaryFolder();
  execFileSync('dcm2niix', ['-b', 'n', '-z', 'n', '-f', '%s', '-o', out, folder], { stdio: 'pipe' });
  return readdirSync(out).map((name) => join(out, name));
}
