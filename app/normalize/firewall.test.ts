import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { firewall } from './firewall.ts'

function read(message: string): Fields | undefined {
  const fields: Fields = {}
  return firewall.parse(message, fields) ? fields : undefined
}

const packet =
  'IN=eth0 OUT= MAC=28:45:a7:f3:18:00:00:22:15:67:6a:25:08:00 SRC=203.0.113.7 DST=192.0.2.1 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=6429 DF PROTO=TCP SPT=59282 DPT=22 WINDOW=14600 RES=0x00 SYN URGP=0'

test('a packet in ECS words', () => {
  expect(read(`[20474.050964] [UFW BLOCK] ${packet}`)).toMatchObject({
    'event.category': 'network',
    'event.action': 'denied',
    'rule.name': '[UFW BLOCK]',
    'observer.ingress.interface.name': 'eth0',
    'source.ip': '203.0.113.7',
    'source.port': 59282,
    'source.mac': '00:22:15:67:6a:25',
    'destination.ip': '192.0.2.1',
    'destination.port': 22,
    'destination.mac': '28:45:a7:f3:18:00',
    'network.transport': 'tcp',
    'network.type': 'ipv4',
    'network.bytes': 60,
    'iptables.tcp.flags': 'SYN',
  })
})

test.each([
  ['[UFW BLOCK] ', 'denied'],
  ['[UFW ALLOW] ', 'allowed'],
  ['[UFW AUDIT] ', 'logged'],
  ['iptables denied: ', 'denied'],
  ['DROP_INPUT:', 'denied'],
  ['Shorewall:net2fw:REJECT:', 'denied'],
  ['SFW2-INext-ACC-TCP ', 'allowed'],
  ['FINAL_REJECT: ', 'denied'],
  ['nft accepted ', 'allowed'],
  ['backdrop ', 'logged'],
  ['', 'logged'],
])('the prefix %j says %s', (prefix, action) => {
  expect(read(prefix + packet)?.['event.action']).toBe(action)
})

test('IPv6 and ICMP', () => {
  expect(read('IN=eth0 OUT= SRC=2001:db8::7 DST=2001:db8::1 LEN=64 TC=0 HOPLIMIT=64 FLOWLBL=0 PROTO=ICMPv6 TYPE=128 CODE=0')).toMatchObject(
    {
      'network.transport': 'ipv6-icmp',
      'network.type': 'ipv6',
      'iptables.icmp.type': 128,
    },
  )
})

test('the packet an ICMP error is about is not the packet that was seen', () => {
  expect(
    read(
      'IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=88 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.0.2.1 DST=198.51.100.9 PROTO=UDP SPT=1 DPT=53 ]',
    ),
  ).toMatchObject({
    'source.ip': '203.0.113.7',
    'destination.ip': '192.0.2.1',
    'network.transport': 'icmp',
  })
})

test('a protocol without a name keeps its number', () => {
  expect(read('IN=eth0 OUT= SRC=192.168.81.1 DST=224.0.0.1 LEN=32 PROTO=2')).toMatchObject({
    'network.iana_number': '2',
    'network.transport': 'igmp',
  })
})

test.each(['', 'IN=eth0', 'usb 1-1: new device', 'IN=eth0 OUT= MAC=x', 'MAIN=1 OUT= SRC=1 DST=2', 'IN=eth0 OUT= SRC= DST='])(
  'not recognised: %j',
  (message) => {
    expect(read(message)).toBeUndefined()
  },
)

test('no message crashes it, and ports are ports', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('IN=', 'OUT=', 'SRC=', 'DST=', 'SPT=', 'DPT=', '99999', '22', 'eth0', ' ', '[', ']', 'PROTO=', 'LEN=', '='),
        { maxLength: 30 },
      ),
      (parts) => {
        const fields = read(`IN=eth0 OUT= SRC=1.2.3.4 DST=5.6.7.8 ${parts.join('')}`)
        expect(fields?.['destination.port'] ?? 0).toBeLessThanOrEqual(65_535)
      },
    ),
    { numRuns: 1000 },
  )
})

test('an IPv6 address, every zero of which the kernel writes out, is spelled as everyone else does', () => {
  const fields = read(
    '[UFW BLOCK] IN=eth0 OUT= SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=2001:0db8:0000:0000:0000:0000:0000:0002 LEN=60 PROTO=TCP SPT=4444 DPT=22 SYN',
  )
  expect(fields).toMatchObject({ 'source.ip': '2001:db8::1', 'destination.ip': '2001:db8::2', 'network.type': 'ipv6' })
})
