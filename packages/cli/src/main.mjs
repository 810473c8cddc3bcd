#!/usr/bin/env node
/**
 * Starts the command `mriscore`, with Node's cache of compiled sources switched on: a second start takes a third of the
 * time. The cache lies in the folder for temporary files and holds code only; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 *
 * In a clone the sources lie beside this file and are run; an installed package has only what was built from them.
 *
 * JavaScript, because nothing is cached before the cache is on: types in this file would be stripped at every start,
 * and loading what strips them takes longer than everything else.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';

const SOURCE = '@mriscore/source';

/** Lets the packages of the clone resolve to their sources, in this process and in those it starts. */
function useSources() {
  const set = process.env.NODE_OPTIONS ?? '';
  if (set.includes(SOURCE)) return;
  process.env.NODE_OPTIONS = `${set} --conditions=${SOURCE}`.trim();
  registerHooks({
    resolve: (name, context, next) => next(name, { ...context, conditions: [...context.conditions, SOURCE] }),
  });
}

enableCompileCache();
const inClone = existsSync(new URL('./program.ts', import.meta.url));
if (inClone) useSources();
const { runProgram } = await import(inClone ? './program.ts' : '../dist/program.js');
await runProgram();
