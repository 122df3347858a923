import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openSignalStore } from '../../app/store/index.ts'
import { openBrowser } from '../support/browser.ts'
import { startConsole } from '../support/console-process.ts'
import { percentile, report, skip } from '../support/report.ts'

const count = 1_000_000
const begin = Math.floor(Date.now() / 1000) * 1000 - count * 1000
const rounds = 7

/** A million points of a signal in the window: from the click to the paint, and how long the page did nothing else. */
export async function benchSignalPage(): Promise<void> {
  const browser = await openBrowser()
  if (browser === undefined) return skip('a signal of 1,000,000 points in the window', 'there is no Chromium here')
  const home = mkdtempSync(join(tmpdir(), 'vedette-bench-'))
  seed(join(home, 'signals.db'))
  const running = await startConsole(home)
  try {
    await running.ask('streams.save', { stream: { name: 'load', source: { type: 'http' }, warmup: 0 } })
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(running.url)
    await page.evaluate(watchTasks)
    const opened = await times(page, 'signals?stream=load&range=all', / values, drawn by /)
    report({
      name: 'a signal of 1,000,000 points in the window, click to paint',
      value: opened.elapsed,
      unit: 'ms',
      note: `the page is busy for ${opened.busy.toFixed(0)} ms at most`,
    })
    const to = begin + 510_000_000
    const zoomed = await times(page, `signals?stream=load&range=${to - 50_000_000}-${to}`, /^50.000 values, drawn by /)
    report({ name: 'zoomed to 50,000 of them', value: zoomed.elapsed, unit: 'ms', note: `busy for ${zoomed.busy.toFixed(0)} ms at most` })
  } finally {
    await running.stop()
    await browser.close()
  }
}

async function times(page: Page, hash: string, caption: RegExp): Promise<{ elapsed: number; busy: number }> {
  const seen: { elapsed: number; busy: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    await page.evaluate(`location.hash = '#/signals'`)
    await page.getByRole('button', { name: 'New stream' }).waitFor()
    await page.waitForTimeout(300)
    seen.push(await page.evaluate(`(${timePaint})(${JSON.stringify(`#/${hash}`)}, ${String(caption)})`))
  }
  return {
    elapsed: percentile(
      seen.map(({ elapsed }) => elapsed),
      0.5,
    ),
    busy: percentile(
      seen.map(({ busy }) => busy),
      0.5,
    ),
  }
}

/** Both run in the page. */
const watchTasks = `{
  window.longTasks = []
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] })
}`
const timePaint = `(hash, caption) => new Promise((resolve) => {
  window.longTasks.length = 0
  const started = performance.now()
  location.hash = hash
  const look = () => {
    const shown = [...document.querySelectorAll('figcaption [role=status]')].some(({ textContent }) => caption.test(textContent))
    if (!shown) return requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => {
      const elapsed = performance.now() - started
      setTimeout(() => resolve({ elapsed, busy: Math.max(0, ...window.longTasks) }), 100)
    }))
  }
  look()
})`

function seed(file: string): void {
  const opened = openSignalStore(file)
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const judged = { score: 0.3, probability: 0.5, lower: 40, upper: 160, warming: false }
  for (let from = 0; from < count; from += 20_000) {
    const piece = Array.from({ length: 20_000 }, (_, index) => {
      const n = from + index
      return { ts: begin + n * 1000, value: 100 + 40 * Math.sin(n / 900) + (n % 7), is_anomaly: n % 4000 === 3999 }
    })
    opened.store.write(piece.map((point) => ({ stream: 'load', key: 'shop', ...point, ...judged })))
  }
  opened.store.close()
}
