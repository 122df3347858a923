import type { ChildProcess } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from './free-port.ts'
import type { Tool } from './debian-tools.ts'
import type { Load } from './syslog-load.ts'
import { spawnTethered } from './tethered.ts'

type Send = (port: number, rate: number, seconds: number) => Promise<Load>
export type Reference = (tool: Tool, transport: 'udp' | 'tcp', send: Send) => Promise<number>

const ladder = [60_000, 100_000, 150_000, 200_000, 300_000]

export const runSyslogNg: Reference = (tool, transport, send) =>
  climb(transport, send, (directory, port, output) => {
    const config = join(directory, 'syslog-ng.conf')
    const source =
      transport === 'udp'
        ? // At its default of ten messages a wake-up it loses lines at any rate that loggen sends in bursts.
          `network(transport(udp) port(${port}) ip(127.0.0.1) so-rcvbuf(33554432) log-fetch-limit(1000) log-iw-size(1000))`
        : `network(transport(tcp) port(${port}) ip(127.0.0.1) log-iw-size(100000) max-connections(10))`
    writeFileSync(
      config,
      `@version: 3.38\noptions { stats-freq(0); };\nsource s { ${source}; };\ndestination d { file("${output}" log-fifo-size(2000000)); };\nlog { source(s); destination(d); flags(flow-control); };\n`,
    )
    const modules = join(tool.root, 'usr/lib/syslog-ng/3.38')
    const files = ['--persist-file', join(directory, 'p'), '--pidfile', join(directory, 'pid'), '--control', join(directory, 'ctl')]
    return spawnTethered(tool.path, ['-F', '-f', config, '--no-caps', '--module-path', modules, ...files], {
      env: tool.env,
      stdio: 'ignore',
    })
  })

export const runRsyslog: Reference = (tool, transport, send) =>
  climb(transport, send, (directory, port, output) => {
    const config = join(directory, 'rsyslog.conf')
    const modules = join(tool.root, 'usr/lib/x86_64-linux-gnu/rsyslog/')
    const input =
      transport === 'udp'
        ? `module(load="imudp")\ninput(type="imudp" address="127.0.0.1" port="${port}" rcvbufSize="32m")`
        : `module(load="imtcp")\ninput(type="imtcp" address="127.0.0.1" port="${port}")`
    writeFileSync(config, `global(workDirectory="${directory}")\n${input}\n*.* action(type="omfile" file="${output}")\n`)
    return spawnTethered(tool.path, ['-n', '-f', config, '-M', modules, '-i', join(directory, 'pid')], { env: tool.env, stdio: 'ignore' })
  })

/** Highest step of the ladder whose lines all reach the file. */
async function climb(
  transport: 'udp' | 'tcp',
  send: Send,
  start: (directory: string, port: number, output: string) => ChildProcess,
): Promise<number> {
  let best = 0
  for (const rate of ladder) {
    const directory = mkdtempSync(join(tmpdir(), 'vedette-reference-'))
    const output = join(directory, 'out.log')
    const port = await findFreePort(transport)
    const child = start(directory, port, output)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const { sent, seconds } = await send(port, rate, 5)
    const lines = await settledLines(output, sent)
    child.kill('SIGTERM')
    await ended
    rmSync(directory, { recursive: true, force: true })
    if (lines < sent) break
    best = sent / seconds
  }
  return best
}

async function settledLines(file: string, wanted: number): Promise<number> {
  let before = -1
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 700))
    const lines = existsSync(file) ? await countLines(file) : 0
    if (lines >= wanted || lines === before) return lines
    before = lines
  }
}

async function countLines(file: string): Promise<number> {
  let lines = 0
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) for (const byte of bytes) if (byte === 10) lines += 1
  return lines
}
