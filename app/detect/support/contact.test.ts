import { describe, expect, it } from 'vitest'
import type { Fields } from '../../model/fields.ts'
import { inOrder, morning } from '../testing/records.ts'
import { traffic, type TrafficDraft } from '../testing/traffic.ts'
import { readContact } from './contact.ts'

const base: TrafficDraft = { time: morning, from: '10.0.0.9', to: '10.0.0.5', port: 443 }

function read(more: Partial<TrafficDraft>) {
  const { kind, outcome, source, destination, service } = readContact(inOrder([traffic({ ...base, ...more })])[0]!)
  return kind === 'none' ? 'none' : `${kind} ${outcome} ${source} ${destination} ${service}`
}

function readLine(fields: Fields) {
  const line: Fields = { 'event.category': 'network', 'source.ip': '10.0.0.9', 'destination.ip': '10.0.0.5', ...fields }
  const { kind, outcome } = readContact({ seq: 1, time: 0, arrival: 0, source: 's', raw: new Uint8Array(0), fields: line })
  return kind === 'none' ? 'none' : `${kind} ${outcome}`
}

describe('a contact read from a flow', () => {
  it.each([
    ['SYN only', 0x02, 'attempt failure 10.0.0.9 10.0.0.5 443'],
    ['SYN and RST, a half-open scan', 0x06, 'attempt failure 10.0.0.9 10.0.0.5 443'],
    ['a whole connection', 0x1b, 'attempt success 10.0.0.9 10.0.0.5 443'],
    ['the rest of one', 0x18, 'none'],
    ['a refusal', 0x14, 'none'],
    ['FIN without ACK', 0x01, 'attempt failure 10.0.0.9 10.0.0.5 443'],
    ['no flags told', 0, 'attempt unknown 10.0.0.9 10.0.0.5 443'],
  ])('takes TCP with %s', (_, flags, expected) => {
    expect(read({ flags })).toBe(expected)
  })

  it('does not believe a lone SYN where only some packets were looked at', () => {
    const extra: Fields = { 'netflow.sampling_rate': 100 }
    expect(read({ flags: 0x02, extra })).toBe('attempt unknown 10.0.0.9 10.0.0.5 443')
    expect(read({ flags: 0x18, extra })).toBe('attempt success 10.0.0.9 10.0.0.5 443')
  })

  it('turns an answer round where nothing else tells the outcome', () => {
    const answer: Partial<TrafficDraft> = { from: '10.0.0.5', to: '10.0.0.9', port: 40_000, clientPort: 53, transport: 'udp' }
    expect(read(answer)).toBe('reply success 10.0.0.9 10.0.0.5 65589')
    expect(read({ ...answer, transport: 'tcp', clientPort: 443 })).toBe('none')
    expect(read({ ...answer, transport: 'tcp', clientPort: 443, flags: 0 })).toBe('reply success 10.0.0.9 10.0.0.5 443')
    expect(read({ transport: 'icmp', port: 8 << 8 })).toBe('attempt unknown 10.0.0.9 10.0.0.5 131072')
    expect(read({ transport: 'icmp', port: 0 })).toBe('reply unknown 10.0.0.5 10.0.0.9 131072')
    expect(read({ transport: 'icmp', port: (3 << 8) | 3 })).toBe('none')
    const apart: Fields = { 'netflow.icmpTypeCodeIPv4': undefined, 'netflow.icmpTypeIPv4': 8 }
    expect(read({ transport: 'icmp', port: 0, extra: apart })).toBe('attempt unknown 10.0.0.9 10.0.0.5 131072')
  })

  it('takes the word of exporters that tell both directions', () => {
    expect(read({ flags: 0, extra: { 'destination.packets': 4 } })).toBe('attempt success 10.0.0.9 10.0.0.5 443')
    expect(read({ flags: 0, extra: { 'destination.packets': 0 } })).toBe('attempt failure 10.0.0.9 10.0.0.5 443')
    expect(read({ extra: { 'event.action': 'flow_denied' } })).toBe('attempt failure 10.0.0.9 10.0.0.5 443')
  })

  it('knows nobody behind multicast and broadcast', () => {
    for (const to of ['224.0.0.251', '239.1.2.3', '255.255.255.255', '10.0.0.255', 'ff02::fb']) expect(read({ to })).toBe('none')
    for (const to of ['22.4.0.251', '203.0.113.25', 'fe80::1', '2001:db8::1']) expect(read({ to })).not.toBe('none')
  })
})

describe('a contact read from a firewall’s line', () => {
  it('is one for first packets only', () => {
    expect(readLine({ 'event.action': 'denied', 'network.transport': 'tcp', 'iptables.tcp.flags': 'SYN' })).toBe('attempt failure')
    expect(readLine({ 'event.action': 'denied', 'network.transport': 'tcp', 'iptables.tcp.flags': 'ACK FIN' })).toBe('none')
    expect(readLine({ 'event.action': 'allowed', 'network.transport': 'udp', 'destination.port': 53 })).toBe('attempt success')
    expect(readLine({ 'event.action': 'logged', 'network.transport': 'udp', 'destination.port': 53 })).toBe('attempt unknown')
    expect(readLine({ 'event.action': 'denied', 'network.transport': 'udp', 'source.port': 53, 'destination.port': 40_000 })).toBe('none')
    expect(readLine({ 'event.action': 'denied', 'network.transport': 'icmp', 'iptables.icmp.type': 8 })).toBe('attempt failure')
    expect(readLine({ 'event.action': 'http_request' })).toBe('none')
  })
})

describe('the direction of a contact', () => {
  it('is told by private addresses where no enricher did', () => {
    const read = (source: string, destination: string) => {
      const fields: Fields = { 'event.category': 'network', 'event.action': 'denied', 'source.ip': source, 'destination.ip': destination }
      return readContact({ seq: 1, time: 0, arrival: 0, source: 's', raw: new Uint8Array(0), fields }).direction
    }
    expect(read('10.1.2.3', '172.31.0.1')).toBe('internal')
    expect(read('192.168.1.1', '172.32.0.1')).toBe('outbound')
    expect(read('2001:db8::1', 'fd00::1')).toBe('inbound')
    expect(read('203.0.113.1', '198.51.100.1')).toBe('external')
  })
})
