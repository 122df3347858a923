import { describe, expect, it } from 'vitest'
import { firstContact } from './first-contact.ts'
import { hour, inOrder, login, minute, morning, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector, runWithRestarts } from './testing/run.ts'
import { synOnly, traffic, type TrafficDraft } from './testing/traffic.ts'

const day = 24 * hour
const server = '10.0.0.5'

interface Place {
  country: string
  network: number
}
const home: Place = { country: 'DE', network: 64_500 }
const abroad: Place = { country: 'BR', network: 64_666 }

function contact(time: number, { country, network }: Place, more: Partial<TrafficDraft> = {}): Draft {
  const extra = {
    'destination.geo.country_iso_code': country,
    'destination.as.number': network,
    'destination.as.organization.name': 'Example Net',
  }
  return traffic({ time, from: server, to: '198.51.100.1', port: 443, extra, ...more })
}

/** Days of habit: a contact every ten minutes. */
const habit = (days: number, more: Partial<TrafficDraft> = {}) =>
  Array.from({ length: days * 144 }, (_, n) => contact(morning + n * 10 * minute, home, more))

const find = (drafts: readonly Draft[], parameters?: Record<string, number>) =>
  foldEpisodes(runDetector(firstContact, inOrder([...drafts].sort((a, b) => a.time - b.time)), { parameters }).observations)
const types = (drafts: readonly Draft[]) => find(drafts).map(({ anomaly_type, entity }) => `${anomaly_type} ${entity}`)

describe('first contact', () => {
  it('reports a country and a network that a host never contacted, once it is known', () => {
    const found = find([...habit(4), contact(morning + 4 * day, abroad), contact(morning + 4 * day + minute, abroad)])
    expect(found.map(({ anomaly_type, entity, count }) => [anomaly_type, entity, count])).toEqual([
      ['first_contact_asn', server, 1],
      ['first_contact_country', server, 1],
    ])
    expect(found[0]!.last.explanation).toBe(
      '10.0.0.5 connected to AS64666 (Example Net) for the first time in 4 d and 577 records, 1 network known before; 0 other hosts of ours did before',
    )
    expect(found[1]!.last.metadata).toMatchObject({ country: 'BR', 'destination.ip': '198.51.100.1' })
  })

  it('reports a service never used before, inside as well as outside', () => {
    expect(types([...habit(4), contact(morning + 4 * day, home, { to: '10.0.0.9', port: 22 })])).toEqual([
      `first_contact_service ${server}`,
    ])
  })

  it('says nothing while it learns', () => {
    expect(find([...habit(2), contact(morning + 2 * day, abroad, { port: 22 })])).toEqual([])
    const rare = habit(5).filter((_, n) => n % 12 === 0)
    expect(find([...rare, contact(morning + 5 * day, abroad)])).toEqual([])
  })

  it('says nothing of what other hosts of ours contact already', () => {
    const others = [7, 8].map((n) => contact(morning + day, abroad, { from: `10.0.0.${n}`, port: 22 }))
    expect(find([...habit(4), ...others, contact(morning + 4 * day, abroad, { port: 22 })])).toEqual([])
  })

  it('says nothing of refused contacts, of strangers who come in, and of high ports without a name', () => {
    expect(find([...habit(4), contact(morning + 4 * day, abroad, { flags: synOnly })])).toEqual([])
    expect(find([...habit(4), contact(morning + 4 * day, abroad, { from: '198.51.100.1', to: server })])).toEqual([])
    expect(find([...habit(4), contact(morning + 4 * day, home, { port: 50_123 })])).toEqual([])
  })

  it('gathers a day’s new networks of a host into one event', () => {
    const many = Array.from({ length: 30 }, (_, n) => contact(morning + 4 * day + n * minute, { country: 'DE', network: 65_000 + n }))
    expect(find([...habit(4), ...many]).map(({ anomaly_type, count }) => [anomaly_type, count])).toEqual([['first_contact_asn', 30]])
  })

  it('reports a user who logs in from a country of no earlier login, graver than a host’s contact', () => {
    const logins = Array.from({ length: 20 }, (_, n) =>
      login({ time: morning + n * 6 * hour, host: 'vpn-1', user: 'alice', outcome: 'success', address: '198.51.100.7' }),
    ).map((draft) => ({ ...draft, fields: { ...draft.fields, 'source.geo.country_iso_code': 'DE' } }))
    const from = (country: string, outcome: 'success' | 'failure') => {
      const draft = login({ time: morning + 6 * day, host: 'vpn-1', user: 'alice', outcome, address: '203.0.113.7' })
      return { ...draft, fields: { ...draft.fields, 'source.geo.country_iso_code': country } }
    }
    const found = find([...logins, from('BR', 'success')])
    expect(found).toMatchObject([{ anomaly_type: 'first_contact_country', entity: 'alice@vpn-1', last: { score: 0.9 } }])
    expect(found[0]!.last.explanation).toContain('alice@vpn-1 logged in from BR for the first time')
    expect(find([...logins, from('BR', 'failure')])).toEqual([])
    expect(find([...logins, from('DE', 'success')])).toEqual([])
  })

  it('does not take a clock that was set from 1970 to today for years of experience', () => {
    const early = habit(2).map((draft, n) => (n < 5 ? { ...draft, time: draft.time - morning } : draft))
    const records = inOrder([...early, contact(morning + 2 * day, abroad)])
    expect(foldEpisodes(runDetector(firstContact, records).observations)).toEqual([])
  })

  it('goes on after a restart as if nothing had happened', () => {
    const news = Array.from({ length: 9 }, (_, n) => contact(morning + 4 * day + n * hour, { country: 'BR', network: 65_000 + n }))
    const { through, resumed } = runWithRestarts(firstContact, inOrder([...habit(4), ...news]), 11)
    expect(through).toHaveLength(10)
    expect(resumed).toEqual(through)
  })

  it('stays within its bounds, and has no habits of hosts that contact everything', () => {
    const crawler = Array.from({ length: 3000 }, (_, n) => contact(morning + n * 3 * minute, { country: 'DE', network: 10_000 + n }))
    expect(find(crawler)).toHaveLength(0)
    const flood = Array.from({ length: 120_000 }, (_, n) =>
      contact(morning + n, { country: 'DE', network: n }, { from: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` }),
    )
    const { instance } = runDetector(firstContact, inOrder(flood))
    expect(instance.stats().entities).toBeLessThan(50_000)
    expect(JSON.stringify(instance.snapshot()).length).toBeLessThan(20_000_000)
  })
})
