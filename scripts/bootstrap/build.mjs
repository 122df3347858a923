import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { contentOf, decideBuild, listSources, lookOf } from './build-freshness.mjs'
import { run } from './child.mjs'
import { note } from './note.mjs'
import { PlainFailure, say } from './say.mjs'

/**
 * Builds dist/ where the sources are newer than it.
 * @param {string} root
 * @param {string} node
 */
export async function build(root, node) {
  const stampFile = join(root, 'dist', '.build.json')
  const files = listSources(root)
  const decision = decideBuild(lookOf(root, files), () => contentOf(root, files), readStamp(stampFile))
  if (decision.kind === 'fresh') return
  if (decision.kind === 'stale') {
    say(`building: ${decision.reason}`)
    const started = Date.now()
    const ending = await run(node, [join(root, 'scripts', 'build', 'build.mjs')], { cwd: root })
    if (ending.kind !== 'exited' || ending.code !== 0)
      throw new PlainFailure(`the build failed.\n${stripVTControlCharacters(ending.output).trimEnd()}`)
    say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
  note(stampFile, JSON.stringify(decision.stamp))
}

/** @param {string} file @returns {import('./build-freshness.mjs').BuildStamp | undefined} */
function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
