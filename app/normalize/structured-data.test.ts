import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStructuredData } from './structured-data.ts'

const read = (text: string) => {
  const result = readStructuredData(text, 0)
  return result.kind === 'read'
    ? { data: JSON.parse(result.json), rest: text.slice(result.end) }
    : { failed: result.message, json: result.json }
}

test('elements, parameters and escapes are read as RFC 5424 section 6.3 says', () => {
  expect(read('[a x="1" y="\\"q\\" \\\\ \\] \\n"][b@32473] tail')).toEqual({
    data: { a: { x: '1', y: '"q" \\ ] \\n' }, 'b@32473': {} },
    rest: ' tail',
  })
})

test('a parameter given twice becomes a list, as section 6.3.3 allows it', () => {
  expect(read('[ip a="1" a="2" a="3"]').data).toEqual({ ip: { a: ['1', '2', '3'] } })
})

test('values without quotes, as some routers write them, are read', () => {
  expect(read('[meta sequenceId=10]').data).toEqual({ meta: { sequenceId: '10' } })
})

test('names of object members of JavaScript are names like any other', () => {
  expect(read('[__proto__ constructor="x"]').data['__proto__']).toEqual({ constructor: 'x' })
})

test('what was complete before a fault is kept', () => {
  expect(read('[a x="1"][b y="2" z="]"]')).toEqual({ failed: 'a parameter of b is malformed', json: '{"a":{"x":"1"},"b":{"y":"2"}}' })
  expect(read('[a][a]')).toEqual({ failed: 'the element a appears twice', json: '{"a":{}}' })
  expect(read('[]')).toEqual({ failed: 'an SD-ID is missing or too long', json: undefined })
})

test('what is written by the RFC is read back', () => {
  const name = fc.stringMatching(/^[!#-<>-\\^-~]{1,32}$/)
  const value = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => text.isWellFormed())
  const escape = (text: string) => text.replace(/["\\\]]/g, '\\$&')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.dictionary(name, value, { maxKeys: 4 })), { minLength: 1, maxLength: 4 }), (elements) => {
      fc.pre(new Set(elements.map(([id]) => id)).size === elements.length)
      const text = elements
        .map(([id, pairs]) => `[${[id, ...Object.entries(pairs).map(([k, v]) => `${k}="${escape(v)}"`)].join(' ')}]`)
        .join('')
      const result = read(`${text} rest`)
      expect(result.rest).toBe(' rest')
      // Members compared by name: JSON.parse puts those that look like numbers first.
      expect(result.data).toEqual(Object.fromEntries(elements.map(([id, pairs]) => [id, { ...pairs }])))
    }),
  )
})

test('no text crashes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('[', ']', '"', '\\', '=', ' ', 'a', '1', 'é'), maxLength: 60 }), (text) => {
      const result = readStructuredData(`[${text}`, 0)
      if (result.json !== undefined) JSON.parse(result.json)
    }),
    { numRuns: 2000 },
  )
})
