/**
 * @typedef {{ lock: string, platform: string }} InstallStamp `lock` is the SHA-256 of package-lock.json, `platform` as `linux-x64`
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 * @typedef {{ os: string, cpu: string, libc: string }} Machine as package.json spells them; `libc` is empty but on Linux
 * @typedef {{ kind: 'current' } | { kind: 'adopt' } | { kind: 'install', reason: string }} InstallDecision
 */

/**
 * Whether what lies in node_modules is what the lockfile asks for.
 * @param {{ lockHash: string, platform: string, stamp: InstallStamp | undefined, lock: Lockfile, installed: Lockfile | undefined, machine: () => Machine, nodeRuns: boolean }} facts
 *   `installed` is npm's own note of what it installed (node_modules/.package-lock.json); `nodeRuns`: a Node new enough is there
 * @returns {InstallDecision} `adopt`: somebody ran npm by hand and it fits
 */
export function decideInstall({ lockHash, platform, stamp, lock, installed, machine, nodeRuns }) {
  if (!installed) return { kind: 'install', reason: 'nothing is installed yet' }
  if (!nodeRuns) return { kind: 'install', reason: 'the bundled Node is missing' }
  if (stamp && stamp.platform !== platform) return { kind: 'install', reason: `the packages are those of ${stamp.platform}` }
  if (stamp?.lock === lockHash) return { kind: 'current' }
  const fits = sameVersions(lock, installed) && missingForMachine(lock, installed, machine()).length === 0
  return fits ? { kind: 'adopt' } : { kind: 'install', reason: 'the lockfile has changed' }
}

/**
 * Packages with the binaries of this very machine that npm left out. It does so, and says nothing, when the Node it runs
 * under is older than they ask for.
 * @param {Lockfile} lock
 * @param {Lockfile} installed
 * @param {Machine} machine
 * @returns {string[]}
 */
export function missingForMachine(lock, installed, { os, cpu, libc }) {
  const names = (/** @type {string[] | undefined} */ list, /** @type {string} */ value) => list?.includes(value) ?? true
  return Object.entries(lock.packages ?? {})
    .filter(([place, wanted]) => wanted.optional && (wanted.os || wanted.cpu) && !installed.packages?.[place])
    .filter(([, wanted]) => names(wanted.os, os) && names(wanted.cpu, cpu) && names(wanted.libc, libc))
    .map(([place]) => place)
}

/**
 * npm leaves out optional packages made for other machines, so only the others must be there.
 * @param {Lockfile} lock
 * @param {Lockfile} installed
 */
function sameVersions(lock, installed) {
  return Object.entries(lock.packages ?? {}).every(([place, wanted]) => {
    if (place === '' || wanted.link) return true
    const found = installed.packages?.[place]
    return found ? found.version === wanted.version : wanted.optional === true || wanted.devOptional === true
  })
}

/**
 * The lines of npm's output that say what went wrong. It says so first; a stack, hints and its usage come after.
 * @param {string} output
 * @returns {string}
 */
export function pickErrors(output) {
  const lines = output.trimEnd().split('\n')
  const errors = lines.filter((line) => /^npm error \w/.test(line))
  return (errors.length > 0 ? errors.slice(0, 6) : lines.slice(-6)).join('\n')
}
