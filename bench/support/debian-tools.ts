import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Debian's packages, unpacked beside the build: rsyslog and syslog-ng cannot be installed together. */
const cache = fileURLToPath(new URL('../../build/bench-tools', import.meta.url))

export interface Tool {
  path: string
  env: NodeJS.ProcessEnv
  /** Root of the unpacked package. */
  root: string
}

/** A program of a Debian package, unpacked without being installed; `undefined` where that cannot be had. */
export function findTool(name: string, packages: readonly string[], program: string): Tool | undefined {
  const root = join(cache, name)
  const path = join(root, program)
  if (!existsSync(path) && !unpack(packages, root)) return undefined
  if (!existsSync(path)) return undefined
  return { path, root, env: { ...process.env, LD_LIBRARY_PATH: libraryFolders(root).join(':'), SYSLOGNG_PREFIX: join(root, 'usr') } }
}

function unpack(packages: readonly string[], root: string): boolean {
  if (spawnSync('which', ['apt-get']).status !== 0) return false
  mkdirSync(root, { recursive: true })
  try {
    execFileSync('apt-get', ['download', ...packages], { cwd: root, stdio: 'ignore', timeout: 120_000 })
    for (const file of readdirSync(root).filter((entry) => entry.endsWith('.deb'))) execFileSync('dpkg', ['-x', file, '.'], { cwd: root })
    return true
  } catch {
    return false
  }
}

function libraryFolders(root: string): string[] {
  const listed = spawnSync('find', [root, '-name', '*.so*', '-printf', '%h\n'], { encoding: 'utf8' })
  return [...new Set(listed.stdout.split('\n').filter((folder) => folder !== ''))]
}

export const loggen = () => findTool('syslog-ng', syslogNgPackages, 'usr/bin/loggen')
export const syslogNg = () => findTool('syslog-ng', syslogNgPackages, 'usr/sbin/syslog-ng')
export const rsyslog = () => findTool('rsyslog', ['rsyslog', 'libestr0', 'libfastjson4', 'liblognorm5'], 'usr/sbin/rsyslogd')
export const nfcapd = () => findTool('nfdump', ['nfdump', 'librrd8', 'libpcap0.8', 'libdbi1'], 'usr/bin/nfcapd')

const syslogNgPackages = [
  'syslog-ng-core',
  'libivykis0',
  'libesmtp6',
  'libpcre3',
  'libnet1',
  'libjson-c5',
  'libwrap0',
  'libnsl2',
  'libtirpc3',
]
