import { describe, expect, it } from 'vitest'
import { portScan } from './port-scan.ts'
import { firewallDrop, hour, inOrder, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector, runWithRestarts } from './testing/run.ts'
import { answerTo, refused, synOnly, traffic, type TrafficDraft } from './testing/traffic.ts'

const scanner = '203.0.113.7'
const server = '10.0.0.5'

function probes(count: number, more: Partial<TrafficDraft> = {}, step = 100): Draft[] {
  return Array.from({ length: count }, (_, n) =>
    traffic({ time: morning + n * step, from: scanner, to: server, port: n + 1, flags: synOnly, packets: 1, bytes: 60, ...more }),
  )
}

const find = (drafts: readonly Draft[]) => foldEpisodes(runDetector(portScan, inOrder(drafts)).observations)

describe('port scan', () => {
  it('finds a scan of closed ports by the time the odds pass 99 000 to 1', () => {
    const { observations } = runDetector(portScan, inOrder(probes(412)))
    expect(observations[0]).toMatchObject({ count: 10, entity: { kind: 'ip', value: scanner }, first_seen: morning })
    expect(observations[0]!.evidence).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(observations[0]!.reasons[0]).toMatchObject({ value: 4 ** 10, threshold: 99_000, met: true })
    expect(observations.reduce((sum, { count }) => sum + count, 0)).toBe(412)
    expect(observations.at(-1)!.explanation).toBe(
      '203.0.113.7 tried 412 ports on 10.0.0.5 in 41 s: 412 did not answer or were refused ' +
        '(after 10 failures 1 048 576 to 1 for a scan, limit 99 000 to 1)',
    )
    expect(observations.at(-1)!.metadata).toMatchObject({ 'destination.ip': [server], ports: expect.arrayContaining(['tcp/412']) })
  })

  it('finds a half-open scan in which some ports answer, and names them', () => {
    const drafts = Array.from({ length: 200 }, (_, n) => {
      const isOpen = n % 40 === 20
      const probe: TrafficDraft = {
        time: morning + n * 50,
        from: scanner,
        to: server,
        port: n + 1,
        clientPort: 61_000,
        packets: 1,
        bytes: 60,
      }
      return isOpen
        ? [traffic({ ...probe, flags: 0x16 }), answerTo(probe, { flags: 0x12 })]
        : [traffic({ ...probe, flags: synOnly }), answerTo(probe, { flags: refused })]
    }).flat()
    const found = find(drafts)
    expect(found).toMatchObject([{ entity: scanner, count: 200 }])
    expect(found[0]!.last.metadata['ports_answered']).toEqual(['tcp/181', 'tcp/141', 'tcp/101', 'tcp/61', 'tcp/21'])
  })

  it('does not take the scanned host for a scanner because of its refusals', () => {
    const drafts = probes(300).flatMap((_, n) => {
      const probe: TrafficDraft = { time: morning + n * 50, from: scanner, to: server, port: n + 1, clientPort: 33_000 + n }
      return [traffic({ ...probe, flags: synOnly }), answerTo(probe, { flags: refused })]
    })
    expect(find(drafts).map(({ entity }) => entity)).toEqual([scanner])
  })

  it('finds Xmas and FIN scans, and a slow scan of one port every five minutes', () => {
    expect(find(probes(20, { flags: 0x29 }))).toHaveLength(1)
    expect(find(probes(20, { flags: 0x01 }))).toHaveLength(1)
    expect(find(probes(30, {}, 5 * minute))).toMatchObject([{ count: 30 }])
  })

  it('finds a scan in the firewall’s lines, refused SYNs only', () => {
    const drop = (n: number) => firewallDrop({ time: morning + n * second, host: 'fw-1', from: scanner, to: server, port: 20 + n })
    const strays = (flags: string) =>
      Array.from({ length: 40 }, (_, n) => ({ ...drop(n), fields: { ...drop(n).fields, 'iptables.tcp.flags': flags } }))
    expect(find(Array.from({ length: 40 }, (_, n) => drop(n)))).toMatchObject([{ entity: scanner, count: 40 }])
    expect(find(strays('ACK FIN'))).toEqual([])
    expect(find(strays('RST'))).toEqual([])
  })

  it('finds a UDP scan by the number of ports that give no answer, and flows without flags or sampled in the same way', () => {
    expect(find(probes(150, { transport: 'udp' }))).toMatchObject([{ count: 150 }])
    expect(find(probes(150, { flags: 0 }))).toHaveLength(1)
    expect(find(probes(150, { extra: { 'netflow.sampling_rate': 100 } }))).toHaveLength(1)
    expect(find(probes(99, { transport: 'udp' }))).toEqual([])
    expect(find(probes(300, { transport: 'udp' }, second))).toEqual([])
    const { observations } = runDetector(portScan, inOrder(probes(100, { transport: 'udp' })))
    expect(observations[0]!.explanation).toContain('100 within 1 min, limit 100')
  })

  it('leaves alone UDP that is answered, before or after the question is exported', () => {
    const drafts = Array.from({ length: 300 }, (_, n) => {
      const query: TrafficDraft = {
        time: morning + n * 50,
        from: '10.0.0.9',
        to: '10.0.0.2',
        port: n + 1,
        clientPort: 50_000,
        transport: 'udp',
      }
      return n % 2 === 0 ? [traffic(query), answerTo(query)] : [answerTo(query), traffic(query)]
    }).flat()
    expect(find(drafts)).toEqual([])
  })

  it('counts a port tried again once: a dead server that is retried all day is no scan', () => {
    const drafts = Array.from({ length: 8 * 720 }, (_, n) =>
      traffic({
        time: morning + n * 15 * second,
        from: '10.0.0.9',
        to: server,
        port: [80, 443, 8080, 8443, 9000, 22][n % 6]!,
        flags: synOnly,
      }),
    )
    expect(find(drafts)).toEqual([])
  })

  it('does not hold against a monitor that all services of a host it knows go down at once', () => {
    const check = (time: number, flags: number) =>
      Array.from({ length: 30 }, (_, n) => traffic({ time: time + n * 100, from: '10.0.0.9', to: server, port: 8000 + n, flags }))
    const up = Array.from({ length: 10 }, (_, n) => check(morning + n * minute, 0x1b)).flat()
    const down = Array.from({ length: 200 }, (_, n) => check(morning + hour + n * minute, synOnly)).flat()
    expect(find([...up, ...down])).toEqual([])
    expect(find(down)).toHaveLength(1)
  })

  it('leaves alone a host that uses many ports of a server with success', () => {
    const passive = Array.from({ length: 500 }, (_, n) => {
      const transfer: TrafficDraft = { time: morning + n * second, from: '10.0.0.9', to: server, port: 20_000 + n, clientPort: 40_000 + n }
      return [traffic(transfer), answerTo(transfer)]
    }).flat()
    expect(find(passive)).toEqual([])
  })

  it('finds the same scan again the next day as another episode', () => {
    const again = probes(40).map((draft) => ({ ...draft, time: draft.time + 24 * hour }))
    expect(find([...probes(40), ...again]).map(({ count }) => count)).toEqual([40, 40])
  })

  it('gathers a scan of several hosts in random order into one event about its source', () => {
    const drafts = Array.from({ length: 6000 }, (_, n) =>
      traffic({
        time: morning + n * 10,
        from: scanner,
        to: `10.0.${(n * 7) % 5}.${(n * 37) % 100}`,
        port: 1 + ((n * 101) % 1000),
        flags: synOnly,
      }),
    )
    const found = find(drafts)
    expect(found).toHaveLength(1)
    expect(found[0]!.last.explanation).toMatch(/and \d+ more/)
  })

  it('is found by the exporter with the right clock though another one thinks it is 1970', () => {
    const wrong = probes(20, { exporter: '192.0.2.9' }).map((draft) => ({ ...draft, time: draft.time - morning }))
    const mixed = probes(20).flatMap((draft, n) => [draft, wrong[n]!])
    expect(find(mixed).map(({ last }) => last.first_seen)).toEqual([0, morning])
  })

  it('goes on after a restart in the middle of a scan as if nothing had happened', () => {
    const { through, resumed } = runWithRestarts(portScan, inOrder([...probes(60), ...probes(60, { transport: 'udp' })]), 7)
    expect(through.length).toBeGreaterThan(2)
    expect(resumed).toEqual(through)
  })

  it('stays within its bounds under a flood of sources that never come back', () => {
    const flood = Array.from({ length: 120_000 }, (_, n) =>
      traffic({
        time: morning + n,
        from: `${11 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.1`,
        to: `10.0.0.${n % 200}`,
        port: n % 1000,
        flags: synOnly,
      }),
    )
    const { instance, observations } = runDetector(portScan, inOrder(flood))
    expect(observations).toEqual([])
    expect(instance.stats().entities).toBeLessThan(50_000)
    expect(instance.stats().evicted).toBeGreaterThan(50_000)
  })
})
