export type ThreadName =
  'intake' | 'pipeline' | 'writer' | 'reader' | 'preview' | 'dataset' | 'dataset-trainer' | 'warmup' | 'model' | 'sandbox'

/**
 * Where a thread's entry lies: beside this file as TypeScript when run from the sources, in `threads/` when
 * bundled. Workers take a URL, which no bundler follows.
 */
export function threadEntry(name: ThreadName, base: string = import.meta.url): URL {
  return base.endsWith('.ts') ? new URL(`./${name}-thread.ts`, base) : new URL(`./threads/${name}-thread.js`, base)
}
