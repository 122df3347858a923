import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { askOverBridge } from './ask-over-bridge.ts'
import type { Host, HostOptions } from './host.ts'
import { root } from './paths.ts'

const place = join(root, 'node_modules', 'electron')

/** Why the true binary cannot run here; `undefined` where it can. */
export function electronUnavailable(): string | undefined {
  if (!existsSync(join(place, 'path.txt')) || !existsSync(binary()))
    return 'Electron’s binary is not installed (npm run desktop fetches it)'
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root with its sandbox on'
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  return undefined
}

export async function openDesktopElectron({ home, sample }: HostOptions): Promise<Host> {
  const electron = await _electron.launch({ executablePath: binary(), args: [root, '--home', home, ...(sample ? ['--sample'] : [])] })
  const page = await electron.firstWindow()
  return {
    name: 'desktop-electron',
    page,
    ask: (name, input) => askOverBridge(page, name, input),
    enginePid: () =>
      electron.evaluate(
        ({ app }) => app.getAppMetrics().find(({ serviceName, name }) => `${serviceName} ${name}`.includes('Vedette engine'))?.pid ?? 0,
      ),
    async close() {
      const child = electron.process()
      await electron.close()
      return child.exitCode ?? 0
    },
  }
}

function binary(): string {
  return join(place, 'dist', readFileSync(join(place, 'path.txt'), 'utf8').trim())
}
