import type { Tool } from './debian-tools.ts'
import { spawnTethered } from './tethered.ts'

export interface Load {
  sent: number
  seconds: number
}

/** syslog-ng's load generator: written in C, so that the sender takes little of the machine that is measured. */
export function sendSyslog(
  loggen: Tool,
  options: { transport: 'udp' | 'tcp'; port: number; file: string; seconds: number; rate: number },
): Promise<Load> {
  const { transport, port, file, seconds, rate } = options
  const kind = transport === 'udp' ? '--dgram' : '--stream'
  const common = [
    '--inet',
    kind,
    '--rate',
    String(rate),
    '--interval',
    String(seconds),
    '--read-file',
    file,
    '--loop-reading',
    '--dont-parse',
  ]
  return new Promise((resolve, reject) => {
    const child = spawnTethered(loggen.path, [...common, '127.0.0.1', String(port)], { env: loggen.env })
    let output = ''
    const collect = (bytes: Buffer) => (output += bytes.toString())
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.once('exit', () => {
      // It reports as it goes; the last line is the sum.
      const summary = [...output.matchAll(/count=(\d+), time=([\d.]+)/g)].at(-1)
      const count = summary?.[1]
      const time = summary?.[2]
      if (count === undefined) reject(new Error(`loggen said: ${output.slice(0, 500)}`))
      else resolve({ sent: Number(count), seconds: Number(time ?? seconds) })
    })
  })
}
