import { defaultProfiles } from '../../app/decide/profiles.ts'
import { defaultParameters, detectors } from '../../app/detect/index.ts'
import { PreviewClient } from '../../app/pipeline/preview-client.ts'
import type { PreviewQuestion } from '../../app/pipeline/preview-messages.ts'
import { threadEntry } from '../../app/pipeline/thread-entry.ts'
import { openTelemetryReader } from '../../app/store/index.ts'
import { report, title } from '../support/report.ts'
import { storeRecords, type StoredRecords } from '../support/stored-records.ts'

/** What a change of parameters costs to try over stored records; beside it, reading the same records and doing nothing. */
export async function benchPreview(options: { records: number }): Promise<void> {
  title(`Preview over ${options.records / 1e6} M syslog records`)
  const stored = storeRecords(options.records)
  const client = new PreviewClient(threadEntry('preview'), stored.directory)
  try {
    const { records, seconds } = readAll(stored)
    const baseline = { name: 'records read in order, and nothing done', value: records / seconds }
    report({ ...baseline, unit: 'records/s', note: `${seconds.toFixed(1)} s` })
    for (const name of ['brute-force', 'port-scan', 'first-contact']) {
      const started = performance.now()
      const answer = await client.run(askAbout(name, stored))
      const taken = (performance.now() - started) / 1000
      const found = answer === undefined ? 'cancelled' : `${answer.before} → ${answer.after} events`
      report({ name: `preview of ${name}`, value: records / taken, unit: 'records/s', baseline, note: `${taken.toFixed(1)} s, ${found}` })
    }
    await measureCancel(client, askAbout('brute-force', stored))
  } finally {
    await client.close()
    stored.remove()
  }
}

function readAll({ directory, from, to }: StoredRecords): { records: number; seconds: number } {
  const reader = openTelemetryReader(directory)
  const started = performance.now()
  let records = 0
  reader.walk({ from, to: to + 1 }, (part) => {
    records += part.records.length
    return true
  })
  const seconds = (performance.now() - started) / 1000
  reader.close()
  return { records, seconds }
}

/** Its first count doubled. */
function askAbout(name: string, { from, to }: StoredRecords): PreviewQuestion {
  const detector = detectors.find((each) => each.name === name)
  if (detector === undefined) throw new Error(`there is no detector ${name}`)
  const before = defaultParameters(detector)
  const counted = detector.parameters.find(({ unit }) => unit === 'count')
  const after = counted === undefined ? { ...before } : { ...before, [counted.name]: before[counted.name]! * 2 }
  return { detector: name, before, after, from, to: to + 1, beats: true, profiles: [...defaultProfiles(detectors).values()], stored: [] }
}

async function measureCancel(client: PreviewClient, question: PreviewQuestion): Promise<void> {
  const controller = new AbortController()
  let cancelled = 0
  const answer = client.run(question, {
    signal: controller.signal,
    onProgress: () => {
      cancelled ||= performance.now()
      controller.abort()
    },
  })
  await answer
  report({ name: 'cancelled in mid-way, answered after', value: performance.now() - cancelled, unit: 'ms' })
}
