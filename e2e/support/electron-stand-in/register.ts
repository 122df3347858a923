// Preloaded (`--import`) into the app's bundles: the module `electron` is the stand-in, in the main process and in the
// engine process that it forks. Workers inside the engine never import it.
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const side = process.env['VEDETTE_STAND_IN'] === 'utility' ? './utility-side.ts' : './electron.ts'
  const standIn = new URL(side, import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)),
  })
  await import(standIn)
}
