/**
 * @typedef {{ lock: string, platform: string }} InstallStamp `lock` is the SHA-256 of package-lock.json, `platform` as `linux-x64`
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 * @typedef {{ kind: 'current' } | { kind: 'adopt' } | { kind: 'install', reason: string }} InstallDecision
 */

/**
 * Whether what lies in node_modules is what the lockfile asks for.
 * @param {{ lockHash: string, platform: string, stamp: InstallStamp | undefined, lock: Lockfile, installed: Lockfile | undefined, nodeRuns: boolean }} facts
 *   `installed` is npm's own note of what it installed (node_modules/.package-lock.json); `nodeRuns`: a Node new enough is there
 * @returns {InstallDecision} `adopt`: somebody ran npm by hand and it fits
 */
export function decideInstall({ lockHash, platform, stamp, lock, installed, nodeRuns }) {
  if (!installed) return { kind: 'install', reason: 'nothing is installed yet' }
  if (!nodeRuns) return { kind: 'install', reason: 'the bundled Node is missing' }
  if (stamp && stamp.platform !== platform) return { kind: 'install', reason: `the packages are those of ${stamp.platform}` }
  if (stamp?.lock === lockHash) return { kind: 'current' }
  return satisfies(lock, installed) ? { kind: 'adopt' } : { kind: 'install', reason: 'the lockfile has changed' }
}

/**
 * npm leaves out optional packages made for other platforms, so only the others must be there.
 * @param {Lockfile} lock
 * @param {Lockfile} installed
 */
function satisfies(lock, installed) {
  const there = installed.packages ?? {}
  return Object.entries(lock.packages ?? {}).every(([place, wanted]) => {
    if (place === '' || wanted.link) return true
    const found = there[place]
    if (!found) return wanted.optional === true || wanted.devOptional === true
    return found.version === wanted.version
  })
}
