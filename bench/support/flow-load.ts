import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Load } from './syslog-load.ts'

const sender = fileURLToPath(new URL('./flow-sender.ts', import.meta.url))

/** NetFlow v9 at a steady rate from a process of its own. */
export async function sendFlows(options: { port: number; rate: number; seconds: number }): Promise<Load> {
  const { port, rate, seconds } = options
  const { stdout } = await promisify(execFile)(process.execPath, [sender, String(port), String(rate), String(seconds)])
  return JSON.parse(stdout) as Load
}
