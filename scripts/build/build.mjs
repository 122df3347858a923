// Builds dist/ aside and swaps it in whole, so that a build that fails leaves the last good one,
// and a console that is running never reads half of a new one.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildClientTypes, buildNodeBundles, buildPreload, buildWindow } from './bundles.mjs'

const root = resolve(import.meta.dirname, '..', '..')
const aside = join(root, '.vedette', `build-${process.pid}`)
const dist = join(root, 'dist')

try {
  mkdirSync(aside, { recursive: true })
  await buildNodeBundles(root, aside)
  buildClientTypes(root, join(aside, 'client'))
  await buildPreload(root, aside)
  await buildWindow(root, join(aside, 'window'))
  cpSync(join(root, 'resources', 'icons'), join(aside, 'icons'), { recursive: true })
  swapIn()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(aside, { recursive: true, force: true })
}

function swapIn() {
  const old = `${aside}-old`
  if (existsSync(dist)) move(dist, old)
  move(aside, dist)
  rmSync(old, { recursive: true, force: true })
}

/**
 * @param {string} from
 * @param {string} to
 */
function move(from, to) {
  try {
    renameSync(from, to)
  } catch {
    // Windows refuses to rename a folder that a program has open.
    cpSync(from, to, { recursive: true })
    rmSync(from, { recursive: true, force: true })
  }
}
