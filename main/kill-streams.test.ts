import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import type { SignalSeries, StreamView } from '../app/contract/signals.ts'
import { temporaryHome } from '../app/engine/testing/running-engine.ts'

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
const children: ChildProcess[] = []
const cleanups: (() => void)[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const cleanup of cleanups.splice(0)) cleanup()
})

async function start(home: string): Promise<{ child: ChildProcess; ask: <Answer>(name: string, input: object) => Promise<Answer> }> {
  const child = spawn(process.execPath, [cli, 'start', '--json', '--home', home], { stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout!).once('line', resolve)
    child.once('exit', () => reject(new Error('the console ended before it was ready')))
  })
  const { url, token } = JSON.parse(line) as { url: string; token: string }
  const ask = async <Answer>(name: string, input: object): Promise<Answer> => {
    const answer = await fetch(new URL(`/api/requests/${name}`, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return ((await answer.json()) as { output: Answer }).output
  }
  return { child, ask }
}

test('kill −9 while a file is read: every value of it is in its window once, and engines know what they had learnt', async () => {
  const begin = Date.UTC(2026, 10, 20)
  const perWindow = 50
  const windows = 1200
  const { home, remove } = temporaryHome()
  cleanups.push(remove)
  const file = join(home, 'values.jsonl')
  const line = (window: number, n: number) =>
    JSON.stringify({ application: 'shop', ts: new Date(begin + window * 60_000 + n * 1000).toISOString(), value: 1 + (window % 7) })
  const lines = Array.from({ length: windows * perWindow }, (_, at) => line(Math.floor(at / perWindow), at % perWindow))
  writeFileSync(file, '')
  // The file grows on whether somebody reads it or not.
  const feeder = setInterval(() => {
    const piece = lines.splice(0, 500)
    if (piece.length > 0) appendFileSync(file, `${piece.join('\n')}\n`)
  }, 20)
  cleanups.push(() => clearInterval(feeder))
  writeFileSync(
    join(home, 'vedette.yml'),
    `version: 1\nstreams:\n  - { name: tail, source: { type: file, path: ${file} }, aggregation: { function: sum, window: 60, lateness: 0 }, engine: { type: robust } }\n`,
  )
  for (const killedAt of [1, 500, undefined]) {
    const { child, ask } = await start(home)
    for (;;) {
      const { streams } = await ask<{ streams: StreamView[] }>('streams.list', {})
      const points = streams[0]?.points ?? 0
      expect(points).toBeLessThan(windows)
      if (points >= (killedAt ?? windows - 1)) break
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    if (killedAt !== undefined) {
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      continue
    }
    const input = { stream: 'tail', key: 'shop', from: 0, to: 4e12, points: 20_000 }
    const series = await ask<SignalSeries>('signals.series', input)
    expect(series.points.map(({ ts, value }) => [(ts - begin) / 60_000, value])).toEqual(
      Array.from({ length: windows - 1 }, (_, window) => [window, perWindow * (1 + (window % 7))]),
    )
    // Robust judges after a few values: had it forgotten, it would be warming again later on.
    const firstJudged = series.points.findIndex(({ warming }) => !warming)
    expect(series.points.slice(firstJudged).every(({ warming }) => !warming)).toBe(true)
  }
}, 60_000)
