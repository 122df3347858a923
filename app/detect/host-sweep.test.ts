import { describe, expect, it } from 'vitest'
import { hostSweep } from './host-sweep.ts'
import { firewallDrop, hour, inOrder, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector, runWithRestarts } from './testing/run.ts'
import { answerTo, makeChance, synOnly, traffic, type TrafficDraft } from './testing/traffic.ts'

const worm = '10.0.0.66'

function probes(count: number, more: Partial<TrafficDraft> = {}, step = 200): Draft[] {
  return Array.from({ length: count }, (_, n) =>
    traffic({ time: morning + n * step, from: worm, to: `10.0.1.${n + 1}`, port: 445, flags: synOnly, packets: 1, bytes: 60, ...more }),
  )
}

const find = (drafts: readonly Draft[]) => foldEpisodes(runDetector(hostSweep, inOrder(drafts)).observations)

describe('host sweep', () => {
  it('finds a worm that tries one service on many hosts', () => {
    const { observations } = runDetector(hostSweep, inOrder(probes(60)))
    expect(observations[0]).toMatchObject({ count: 10, entity: { kind: 'ip', value: worm } })
    expect(observations.at(-1)!.explanation).toBe(
      '10.0.0.66 tried 60 hosts with tcp/445 in 12 s: 60 did not answer or were refused ' +
        '(after 10 failures 1 048 576 to 1 for a scan, limit 99 000 to 1)',
    )
    expect(observations.at(-1)!.metadata['services']).toEqual(['tcp/445'])
  })

  it('finds a stranger who sweeps the home network, by flows or by the firewall’s refusals', () => {
    expect(find(probes(40, { from: '203.0.113.9' }))).toMatchObject([{ entity: '203.0.113.9', count: 40 }])
    const lines = Array.from({ length: 40 }, (_, n) =>
      firewallDrop({ time: morning + n * second, host: 'fw-1', from: '203.0.113.9', to: `10.0.0.${n + 1}`, port: 23 }),
    )
    expect(find(lines)).toMatchObject([{ entity: '203.0.113.9', count: 40 }])
  })

  it('finds a ping sweep of the home network where nobody can say what became of it', () => {
    expect(find(probes(150, { transport: 'icmp', port: 8 << 8 }))).toMatchObject([{ count: 150 }])
    const answered = Array.from({ length: 150 }, (_, n) => {
      const ping: TrafficDraft = { time: morning + n * 100, from: worm, to: `10.0.1.${n + 1}`, port: 8 << 8, transport: 'icmp' }
      return [traffic(ping), traffic({ ...ping, from: ping.to, to: ping.from, port: 0 })]
    }).flat()
    expect(find(answered)).toEqual([])
  })

  it('does not let a long innocent past hide a host that is taken over', () => {
    const past = Array.from({ length: 2000 }, (_, n) =>
      traffic({ time: morning + n * 100, from: worm, to: `10.0.2.${n % 250}`, port: 445 }),
    )
    const later = probes(40).map((draft) => ({ ...draft, time: draft.time + hour }))
    expect(find([...past, ...later])).toMatchObject([{ count: 40 }])
  })

  it('leaves alone a monitor that polls sixty hosts every minute, also when all of them go down', () => {
    const poll = (round: number, flags: number) =>
      Array.from({ length: 60 }, (_, n) =>
        traffic({ time: morning + round * minute + n * 500, from: '10.0.0.9', to: `10.0.3.${n + 1}`, port: 22, flags }),
      )
    const ups = Array.from({ length: 60 }, (_, round) => poll(round, 0x1b)).flat()
    const downs = Array.from({ length: 200 }, (_, n) => poll(60 + n, synOnly)).flat()
    expect(find([...ups, ...downs])).toEqual([])
  })

  it('leaves alone browsers and proxies: hundreds of servers, some of them dead', () => {
    const chance = makeChance(7)
    const visits = Array.from({ length: 3000 }, (_, n) =>
      traffic({
        time: morning + n * 700,
        from: '10.0.0.3',
        to: `198.51.100.${Math.floor(chance() * 250)}`,
        port: 443,
        flags: chance() < 0.1 ? synOnly : 0x1b,
      }),
    )
    const many = visits.map((draft, n) => ({
      ...draft,
      fields: { ...draft.fields, 'destination.ip': `203.${n % 100}.${n % 250}.${n % 199}` },
    }))
    expect(find(visits)).toEqual([])
    expect(find(many)).toEqual([])
  })

  it('leaves alone a proxy behind an exporter without TCP flags, and a resolver that asks the world over UDP', () => {
    const outside = (n: number) => `198.51.${n % 100}.${n % 250}`
    const proxy = Array.from({ length: 4000 }, (_, n) =>
      traffic({ time: morning + n * 20, from: '10.0.0.3', to: outside(n), port: 443, flags: 0 }),
    )
    const resolver = Array.from({ length: 4000 }, (_, n) =>
      traffic({ time: morning + n * 20, from: '10.0.0.2', to: outside(n), port: 53, transport: 'udp' }),
    )
    const blockedQuic = Array.from({ length: 400 }, (_, n) => ({
      time: morning + n * 100,
      source: 'syslog-udp',
      fields: {
        'event.category': 'network',
        'event.action': 'denied',
        'host.name': 'fw-1',
        'source.ip': '10.0.0.4',
        'destination.ip': outside(n),
        'destination.port': 443,
        'network.transport': 'udp',
        'network.direction': 'outbound',
      },
    }))
    expect(find([...proxy, ...resolver, ...blockedQuic])).toEqual([])
  })

  it('asks for more failures outside, where whole networks drop away', () => {
    const outage = probes(25, { from: '10.0.0.4', port: 443 }).map((draft, n) => ({
      ...draft,
      fields: { ...draft.fields, 'destination.ip': `198.51.100.${n + 1}`, 'network.direction': 'outbound' },
    }))
    expect(find(outage)).toEqual([])
  })

  it('leaves alone multicast and broadcast, which nobody answers', () => {
    const announcements = Array.from({ length: 200 }, (_, n) =>
      traffic({
        time: morning + n * 100,
        from: '10.0.0.4',
        to: n % 2 === 0 ? `239.255.0.${n % 200}` : `10.0.${n}.255`,
        port: 1900,
        transport: 'udp',
      }),
    )
    expect(find(announcements)).toEqual([])
  })

  it('does not take a load balancer’s checks or the answers of a busy server for contacts of its own', () => {
    const checks = Array.from({ length: 2000 }, (_, n) => {
      const check: TrafficDraft = { time: morning + n * 100, from: '10.0.0.8', to: `10.0.4.${n % 12}`, port: 8080, flags: 0x16, packets: 3 }
      return [traffic(check), answerTo(check, { flags: 0x12 })]
    }).flat()
    const served = Array.from({ length: 500 }, (_, n) =>
      answerTo({ time: morning + n * 100, from: `10.0.5.${n % 200}`, to: '10.0.0.7', port: 3389, clientPort: 49_000 + n }),
    )
    expect(find([...checks, ...served])).toEqual([])
  })

  it('goes on after a restart in the middle of a sweep as if nothing had happened', () => {
    const { through, resumed } = runWithRestarts(hostSweep, inOrder(probes(120)), 7)
    expect(through.length).toBeGreaterThan(2)
    expect(resumed).toEqual(through)
  })

  it('takes other odds while it runs', () => {
    const strict = { parameters: { false_alarm: 1e-9, minimum_hosts: 3 } }
    const lax = { parameters: { false_alarm: 0.01, minimum_hosts: 3 } }
    const first = (options: typeof strict) => runDetector(hostSweep, inOrder(probes(60)), options).observations[0]!.count
    expect(first(lax)).toBe(4)
    expect(first(strict)).toBe(15)
  })
})
