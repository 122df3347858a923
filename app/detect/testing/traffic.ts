import type { Fields } from '../../model/fields.ts'
import { second, type Draft } from './records.ts'

/** One flow as an exporter tells it, with everything that the detectors of traffic look at. */
export interface TrafficDraft {
  time: number
  from: string
  to: string
  port: number
  clientPort?: number
  transport?: 'tcp' | 'udp' | 'icmp'
  /** TCP flags; 0x1b (SYN, ACK, PSH, FIN) for a whole connection. */
  flags?: number
  bytes?: number
  packets?: number
  exporter?: string
  direction?: string
  duration?: number
  extra?: Fields
}

export const synOnly = 0x02
export const refused = 0x14
export const whole = 0x1b

export function traffic(draft: TrafficDraft): Draft {
  const { time, from, to, port, transport = 'tcp', bytes = 900, packets = 6, duration = second } = draft
  const isTcp = transport === 'tcp'
  return {
    time,
    source: 'netflow',
    fields: {
      'event.kind': 'event',
      'event.category': 'network',
      'event.dataset': 'netflow',
      'event.action': 'netflow_flow',
      'event.start': time - duration,
      'event.end': time,
      'observer.ip': draft.exporter ?? '192.0.2.254',
      'source.ip': from,
      'source.port': transport === 'icmp' ? undefined : (draft.clientPort ?? 40_000),
      'destination.ip': to,
      'destination.port': transport === 'icmp' ? undefined : port,
      'netflow.icmpTypeCodeIPv4': transport === 'icmp' ? port : undefined,
      'network.transport': transport,
      'source.bytes': bytes,
      'source.packets': packets,
      'network.bytes': bytes,
      'network.direction': draft.direction ?? directionOf(from, to),
      'netflow.tcp_flags': isTcp ? (draft.flags ?? whole) : undefined,
      ...draft.extra,
    },
  }
}

/** The same conversation seen from the other side, as exporters of single directions send it. */
export function answerTo(draft: TrafficDraft, more: Partial<TrafficDraft> = {}): Draft {
  return traffic({
    ...draft,
    from: draft.to,
    to: draft.from,
    port: draft.clientPort ?? 40_000,
    clientPort: draft.port,
    direction: undefined,
    ...more,
  })
}

function directionOf(from: string, to: string): string {
  const inside = (address: string) => address.startsWith('10.')
  if (inside(from)) return inside(to) ? 'internal' : 'outbound'
  return inside(to) ? 'inbound' : 'external'
}

/** Repeatable chance (a linear congruential generator, Numerical Recipes): 0 ≤ x < 1. */
export function makeChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
