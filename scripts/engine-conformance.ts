/**
 * Holds the engine on one of its runtimes against a folder of another framework's values, and against the processor.
 *
 * Browsers are started without a window. Where WebGPU finds no graphics card, SwiftShader takes its place: it computes
 * the same shaders in software.
 */
import { spawnSync } from 'node:child_process';
import {
  EngineError,
  openNodeCpu,
  openNodeCuda,
  openNodeWebGpu,
  type Runtime,
  type RuntimeName,
} from '../packages/engine/src/index.ts';
import { openInBrowser } from '../tests/conformance/engine/browser/remote.ts';
import { checkGenerated } from '../tests/conformance/engine/generated.ts';
import { allHold, formatEngineReport, runEngineConformance } from '../tests/conformance/engine/run.ts';
import { CHROMIUM, chromiumPage, SWIFTSHADER, softwareGraphics } from './chromium.ts';

/** Runtimes that can be checked. */
export const RUNTIMES: readonly RuntimeName[] = [
  'node-cpu',
  'node-webgpu',
  'node-cuda',
  'web-wasm',
  'web-webgpu',
];

/** Set in the process that was started again with something that was missing before. */
const AGAIN = 'MRISCORE_CONFORMANCE_AGAIN';

async function openOn(name: RuntimeName): Promise<Runtime> {
  switch (name) {
    case 'node-cpu':
      return openNodeCpu();
    case 'node-webgpu':
      return openNodeWebGpu();
    case 'node-cuda':
      return openNodeCuda();
    case 'web-wasm':
    case 'web-webgpu':
      return openInBrowser(name, { openPage: chromiumPage(CHROMIUM!) });
    default:
      return name satisfies never;
  }
}

/** Runs this conformance again in a process of its own; its exit code. */
function again(command: readonly string[], env: Record<string, string>): number {
  const [program, ...args] = [...command, ...process.argv.slice(1)];
  const options = { stdio: 'inherit', env: { ...process.env, ...env, [AGAIN]: '1' } } as const;
  return spawnSync(program!, args, options).status ?? 1;
}

/** Another process that has what this one lacks; undefined when there is none. */
function elsewhere(name: RuntimeName, lacksCard: boolean): (() => number) | undefined {
  if (process.env[AGAIN] !== undefined) return undefined;
  const needsChromium = name.startsWith('web-') || lacksCard;
  if (needsChromium && CHROMIUM === undefined)
    return () => again([process.execPath, 'scripts/ready.mjs', '--with-browser', 'node'], {});
  if (!lacksCard || SWIFTSHADER === undefined) return undefined;
  console.error('Found no graphics card. Computing WebGPU in software, with the SwiftShader of Chromium.');
  return () => again([process.execPath], softwareGraphics(SWIFTSHADER!));
}

/**
 * Runs the conformance of the engine and prints it.
 *
 * @param folder Folder of reference values.
 * @param name Runtime to check.
 * @returns Exit code: 0 when everything held.
 * @throws EngineError `runtime/unavailable` where the runtime cannot run, `conformance/folder`.
 */
export async function engineConformance(folder: string, name: RuntimeName): Promise<number> {
  const before = elsewhere(name, false);
  if (before !== undefined) return before();
  let runtime: Runtime;
  try {
    runtime = await openOn(name);
  } catch (error) {
    const lacksCard = name === 'node-webgpu' && error instanceof EngineError;
    const other = lacksCard ? elsewhere(name, true) : undefined;
    if (other === undefined) throw error;
    return other();
  }
  await using opened = runtime;
  const reports = [...(await runEngineConformance(folder, opened))];
  if (name !== 'node-cpu') {
    await using reference = await openNodeCpu();
    reports.push({ file: `${name} beside node-cpu`, checks: await checkGenerated(opened, reference) });
  }
  console.log(formatEngineReport(reports));
  return allHold(reports) ? 0 : 1;
}
