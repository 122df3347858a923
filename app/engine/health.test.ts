import { expect, test } from 'vitest'
import type { Config } from '../model/config.ts'
import type { SourceStatus } from '../model/source.ts'
import type { Corridor } from '../pipeline/corridor.ts'
import { HealthReport } from './health.ts'
import { ProblemBook } from './problem-book.ts'

test('a source that was removed is told apart; files, the API and streams are no such sources', () => {
  const received = (source: string) => ({ source, received: 4, received_bytes: 40, dropped: {} })
  const corridor = {
    intakeCounters: { sources: ['syslog', 'old', 'import', 'api', 'stream-orders', 'stream-gone'].map(received), queued_bytes: 0 },
    pipelineCounters: { sources: [], detectors: [], clocks: [] },
  } as unknown as Corridor
  const report = new HealthReport(corridor, new ProblemBook(() => undefined), 0)
  const config = { streams: [{ name: 'orders' }], signals: { presets: [] } } as unknown as Config
  const { sources } = report.counters([{ source: { id: 'syslog' } } as SourceStatus], config)
  expect(sources.map(({ source, removed }) => [source, removed ?? false])).toEqual([
    ['syslog', false],
    ['old', true],
    ['import', false],
    ['api', false],
    ['stream-orders', false],
    ['stream-gone', true],
  ])
})
