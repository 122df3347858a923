/**
 * @typedef {{ version: string, reason: string }} FetchMemory a fetch of Electron's binary that failed
 * @typedef {{
 *   platform: NodeJS.Platform, root: boolean, display: boolean, binary: boolean,
 *   suidHelper: boolean, usernsClone: string | undefined, apparmorRestricts: string | undefined, maxUserns: string | undefined,
 * }} DesktopFacts `usernsClone`, `apparmorRestricts`, `maxUserns`: the kernel's own settings as text, where it has them
 * @typedef {{ kind: 'possible' } | { kind: 'impossible', reason: string, remedy: string }} DesktopDecision
 */

/**
 * Whether to fetch the binary: once on its own, again when the desktop was asked for by name.
 * @param {{ binary: boolean, version: string, memory: FetchMemory | undefined, asked: boolean }} facts
 * @returns {boolean}
 */
export function decideFetch({ binary, version, memory, asked }) {
  if (binary) return false
  return asked || memory?.version !== version
}

/**
 * Whether Electron can run here, with its sandbox on. What would need `--no-sandbox` is not possible:
 * that is the analyst's own safety, and not ours to give away.
 * @param {DesktopFacts} facts
 * @returns {DesktopDecision}
 */
export function decideDesktop(facts) {
  if (facts.platform === 'linux' && facts.root) return impossible('Electron does not run as root', 'start Vedette as an ordinary user')
  if (facts.platform === 'linux' && !facts.display)
    return impossible('there is no display (DISPLAY and WAYLAND_DISPLAY are empty)', 'start it from a desktop session')
  if (!facts.binary)
    return impossible(
      "Electron's binary is not installed and could not be downloaded",
      'run "npm run desktop" once with a connection to try again',
    )
  if (facts.platform === 'linux' && !facts.suidHelper) return decideNamespaces(facts)
  return { kind: 'possible' }
}

/**
 * Chromium's sandbox on Linux needs unprivileged user namespaces, or its SUID helper.
 * Ubuntu since 23.10 restricts the namespaces through AppArmor; Debian once did through `unprivileged_userns_clone`.
 * @param {DesktopFacts} facts
 * @returns {DesktopDecision}
 */
function decideNamespaces(facts) {
  const helper = 'or give chrome-sandbox in node_modules/electron/dist to root with mode 4755'
  if (facts.apparmorRestricts === '1') {
    return impossible(
      'this system forbids unprivileged user namespaces (AppArmor), which its sandbox needs',
      `add an AppArmor profile that allows them for Electron, ${helper}`,
    )
  }
  if (facts.usernsClone === '0' || facts.maxUserns === '0') {
    return impossible('this kernel has unprivileged user namespaces switched off, which its sandbox needs', `switch them on, ${helper}`)
  }
  return { kind: 'possible' }
}

/**
 * What Electron says when its sandbox is refused after all (a container, a stricter policy).
 * @param {string} output
 * @param {number} code
 * @returns {DesktopDecision}
 */
export function readFailure(output, code) {
  if (code === 0) return { kind: 'possible' }
  if (/SUID sandbox helper|No usable sandbox|zygote_host_impl_linux|Operation not permitted.*namespace/i.test(output)) {
    return impossible(
      'the system refused its sandbox',
      'allow unprivileged user namespaces for Electron, or give chrome-sandbox in node_modules/electron/dist to root with mode 4755',
    )
  }
  if (/Missing X server|cannot open display|Failed to connect to Wayland|ozone_platform/i.test(output)) {
    return impossible('the display could not be opened', 'start it from a desktop session')
  }
  const library = /error while loading shared libraries: (\S+?):/.exec(output)?.[1]
  if (library) return impossible(`the system library ${library} is missing`, 'install it with the system’s package manager')
  return { kind: 'possible' }
}

/** @param {string} reason @param {string} remedy @returns {DesktopDecision} */
function impossible(reason, remedy) {
  return { kind: 'impossible', reason, remedy }
}
