import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFilter, eventFields, queryOfFilters, readEventFilters, writeEventFilters, type EventFilter } from './event-filter.ts'

const read = (text: string) => {
  const reading = readEventFilters(text)
  if (reading.kind === 'wrong') throw new Error(reading.message)
  return reading.filters
}

describe('filters of the queue', () => {
  it('are read from words', () => {
    expect(read('severity:high,critical entity:10.0.0.5 -rule:port_scan "brute force"')).toEqual([
      { field: 'severity', value: 'high', negated: false },
      { field: 'severity', value: 'critical', negated: false },
      { field: 'entity', value: '10.0.0.5', negated: false },
      { field: 'rule', value: 'port_scan', negated: true },
      { field: 'text', value: 'brute force', negated: false },
    ])
  })

  it('name a tenant and a user of an application', () => {
    expect(queryOfFilters(read('tenant:acme user_id:42'))).toEqual({ tenant_id: 'acme', user_id: '42' })
    expect(readEventFilters('-tenant:acme')).toMatchObject({ kind: 'wrong' })
  })

  it('take an address with colons for text, not for a field', () => {
    expect(read('198.51.100.9:443')).toEqual([{ field: 'text', value: '198.51.100.9:443', negated: false }])
    expect(read('entity:2001:db8::1')).toEqual([{ field: 'entity', value: '2001:db8::1', negated: false }])
  })

  it('say what a field may be, and where it went wrong', () => {
    expect(readEventFilters('x severity:huge')).toEqual({
      kind: 'wrong',
      message: 'severity is one of low, medium, high, critical',
      at: 2,
    })
  })

  it('come back as they were written', () => {
    const filter = fc
      .record({
        field: fc.constantFrom('entity', 'rule', 'text' as const),
        value: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      })
      .map(({ field, value }): EventFilter => ({ field, value, negated: false }))
    fc.assert(
      fc.property(filter, (one) => {
        expect(read(writeEventFilters([one]))).toEqual([one])
      }),
    )
  })

  it('never throw, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => ['read', 'wrong'].includes(readEventFilters(text).kind)))
    expect(eventFields).toContain('text')
  })

  it('turn a value left out into those that remain', () => {
    expect(queryOfFilters(read('-severity:low'))).toEqual({ severities: ['medium', 'high', 'critical'] })
    expect(queryOfFilters(read('-rule:port_scan -entity:10.0.0.5'))).toEqual({
      excluded_anomaly_types: ['port_scan'],
      excluded_entities: ['10.0.0.5'],
    })
  })

  it('let the newer of two opposites win, and keep one entity', () => {
    const filters = addFilter(read('entity:a severity:low'), { field: 'entity', value: 'b', negated: false })
    expect(writeEventFilters(addFilter(filters, { field: 'severity', value: 'low', negated: true }))).toBe('entity:b -severity:low')
  })
})
