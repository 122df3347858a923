import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultParameters, detectors } from '../app/detect/index.ts'
import { createEnrichers } from '../app/enrich/index.ts'
import { requestsSchema } from '../app/model/config.ts'
import type { Observation } from '../app/model/observation.ts'
import type { RecordDraft } from '../app/model/record.ts'
import { wireFormats } from '../app/normalize/index.ts'
import { createSampleDay, type SampleMessage } from '../main/sample/day.ts'
import { attackers } from '../main/sample/office.ts'
import { sampleSeed } from '../main/sample/sample-runner.ts'

const end = Date.UTC(2026, 10, 21, 12)

/** The day through parsers, enrichers and detectors, without a socket or a store between them. */
function observeDay(seed: number) {
  const day = createSampleDay({ seed, end })
  const create = (name: string) => wireFormats.find((format) => format.name === name)!.create({ timezone: 'UTC' })
  const parsers: Record<SampleMessage['via'], ReturnType<typeof create>> = {
    'syslog-udp': create('syslog'),
    'syslog-tcp': create('syslog'),
    'netflow-udp': create('netflow'),
  }
  const data = { country: undefined, asn: undefined, home_networks: ['10.0.0.0/8'], zones: {}, requests: requestsSchema.parse({}) }
  const enrichers = createEnrichers(data, () => {
    throw new Error('the sample needs no database')
  })
  const instances = detectors.map((detector) => detector.create(defaultParameters(detector)))
  const observations: Observation[] = []
  const emit = (observation: Observation) => void observations.push(observation)
  const scanned = new Set<number | undefined>()
  let seq = 0
  let unparsed = 0
  for (const { via, bytes } of day.messages) {
    const wire = via === 'netflow-udp' ? ('netflow' as const) : ('syslog' as const)
    parsers[via].parse({ bytes, peer: '127.0.0.1', wire, arrival: end }, (draft: RecordDraft) => {
      seq += 1
      if (draft.fields['event.kind'] === 'pipeline_error') unparsed += 1
      if (draft.fields['source.ip'] === attackers.scanner) scanned.add(draft.fields['destination.port'])
      const record = { ...draft, seq, arrival: end, source: via }
      for (const enricher of enrichers) enricher.enrich(record)
      for (const instance of instances) instance.observe(record, emit)
    })
  }
  for (const instance of instances) instance.drain(emit)
  return { observations, unparsed, records: seq, scanned: scanned.size }
}

const about = ({ anomaly_type, entity }: Observation) => `${anomaly_type} ${entity.value}`

describe('the sample day', () => {
  it.each([sampleSeed, 1, 2, 3])('shows its four attacks and one more sign of them, and nothing else (seed %i)', (seed) => {
    const { observations, unparsed, records } = observeDay(seed)
    expect(unparsed).toBe(0)
    expect(records).toBeGreaterThan(40_000)
    expect(records).toBeLessThan(120_000)
    expect([...new Set(observations.map(about))].sort()).toEqual([
      'authentication_brute_force 203.0.113.77',
      'authentication_success_after_failures 203.0.113.77',
      'beaconing 10.20.1.14 → 203.0.113.66:8443',
      'port_scan 203.0.113.9',
      'unusual_volume 10.20.1.17',
    ])
  })
  it('has a scan of as many ports as its event and its table say', () => {
    const { observations, scanned } = observeDay(sampleSeed)
    const counts = observations.filter(({ anomaly_type }) => anomaly_type === 'port_scan').map(({ count }) => count)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(scanned)
    expect(readFileSync(new URL('../docs/sample-day.md', import.meta.url), 'utf8')).toContain(`${scanned} ports in two minutes`)
  })
})
