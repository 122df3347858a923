import fc from 'fast-check'
import { isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { canonicalAddress, formatIpv4, readIpv6 } from './ip-address.ts'

const ipv6 = (...groups: number[]): string => {
  const view = new DataView(new ArrayBuffer(16))
  groups.forEach((group, index) => view.setUint16(index * 2, group))
  return readIpv6(view, 0)
}

test.each([
  [[0x2001, 0xdb8, 0, 0, 1, 0, 0, 1], '2001:db8::1:0:0:1'],
  [[0x2001, 0xdb8, 0, 1, 1, 1, 1, 1], '2001:db8:0:1:1:1:1:1'],
  [[0, 0, 0, 0, 0, 0, 0, 0], '::'],
  [[0, 0, 0, 0, 0, 0, 0, 1], '::1'],
  [[0xfe80, 0, 0, 0, 0, 0, 0, 0], 'fe80::'],
  [[1, 0, 0, 2, 0, 0, 0, 3], '1:0:0:2::3'],
  [[0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0201], '::ffff:192.0.2.1'],
])('%j is written as RFC 5952 asks: %s', (groups, text) => {
  expect(ipv6(...groups)).toBe(text)
})

test('every address has one text and every text its address, however often it is asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 40 }), (addresses) => {
      for (const bytes of [...addresses, ...addresses]) {
        const view = new DataView(bytes.buffer)
        const text = readIpv6(view, 0)
        expect(isIPv6(text)).toBe(true)
        if (!text.includes('.')) expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`)
        expect(formatIpv4(view.getInt32(0))).toBe([...bytes.subarray(0, 4)].join('.'))
        expect(formatIpv4(view.getUint32(0))).toBe([...bytes.subarray(0, 4)].join('.'))
      }
    }),
  )
})

test.each([
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['fe80:0::1%eth0', 'fe80::1%eth0'],
  ['203.0.113.7', '203.0.113.7'],
  ['00:11:22:33:44:55', '00:11:22:33:44:55'],
  ['::::', '::::'],
])('%s is %s', (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical)
  expect(canonicalAddress(canonical)).toBe(canonical)
})
