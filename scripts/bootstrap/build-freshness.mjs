import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = [
  'app',
  'main',
  'renderer',
  'resources/icons',
  'scripts/build',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
  'tsconfig.dom.json',
  'tsconfig.client.json',
]
const notBuilt = /(\.test\.tsx?|\.md)$/

/**
 * @typedef {{ look: string, content: string }} BuildStamp `look` covers names, sizes and times; `content` the bytes
 */

/**
 * Whether dist/ was built from these sources. Reading every byte is left out as long as sizes and times are those of the
 * stamp; a checkout that only touched times costs one reading, not a build.
 * @param {string} look
 * @param {() => string} content computed only when needed
 * @param {BuildStamp | undefined} stamp
 * @returns {{ kind: 'fresh' } | { kind: 'touched', stamp: BuildStamp } | { kind: 'stale', stamp: BuildStamp, reason: string }}
 */
export function decideBuild(look, content, stamp) {
  if (stamp?.look === look) return { kind: 'fresh' }
  const now = { look, content: content() }
  if (stamp?.content === now.content) return { kind: 'touched', stamp: now }
  return { kind: 'stale', stamp: now, reason: stamp ? 'the sources have changed' : 'nothing is built yet' }
}

/**
 * Every file the build reads, sorted, relative to the root with forward slashes.
 * @param {string} root
 * @returns {string[]}
 */
export function listSources(root) {
  /** @type {string[]} */
  const files = []
  const visit = (/** @type {string} */ path) => {
    if (statSync(join(root, path)).isFile()) files.push(path)
    else for (const name of readdirSync(join(root, path))) visit(`${path}/${name}`)
  }
  for (const source of sources) if (existsSync(join(root, source))) visit(source)
  return files.filter((file) => !notBuilt.test(file)).sort()
}

/**
 * @param {string} root
 * @param {string[]} files
 */
export function lookOf(root, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file))
    hash.update(`${file}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string[]} files
 */
export function contentOf(root, files) {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}
