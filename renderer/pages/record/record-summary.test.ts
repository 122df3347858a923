import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexRows, summarizeRecord } from './record-summary.ts'

describe('a record in one line', () => {
  it('is its message, whatever control characters are in it', () => {
    expect(summarizeRecord({ fields: { message: 'one\ntwo\u0000three' }, raw: '', raw_encoding: 'utf-8' })).toBe('one two three')
  })
  it('is the raw line where there is no message', () => {
    expect(summarizeRecord({ fields: {}, raw: 'junk', raw_encoding: 'utf-8' })).toBe('junk')
  })
  it('shows signs that turn the direction of text instead of obeying them', () => {
    const message = 'opened \u202egpj.exe, \u05e9\u05dc\u05d5\u05dd'
    const shown = 'opened [U+202E]gpj.exe, \u05e9\u05dc\u05d5\u05dd'
    expect(summarizeRecord({ fields: { message }, raw: '', raw_encoding: 'utf-8' })).toBe(shown)
  })
  it('is both ends of a flow and its size', () => {
    const fields = {
      'source.ip': '10.0.0.5',
      'source.port': 40000,
      'destination.ip': '2001:db8::1',
      'destination.port': 443,
      'network.transport': 'tcp',
      'network.bytes': 2048,
    }
    expect(summarizeRecord({ fields, raw: '00', raw_encoding: 'hex' })).toBe('10.0.0.5:40000 → [2001:db8::1]:443 · tcp · 2.0 KiB')
  })
})

describe('bytes in hexadecimal', () => {
  it('are shown sixteen to a row with their text', () => {
    expect(hexRows('48656c6c6f00')).toBe(`0000  48 65 6c 6c 6f 00${' '.repeat(30)}  Hello.`)
  })
  it('has a row for every sixteen bytes begun', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const rows = hexRows([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
        expect(rows === '' ? 0 : rows.split('\n').length).toBe(Math.ceil(bytes.length / 16))
      }),
    )
  })
})
