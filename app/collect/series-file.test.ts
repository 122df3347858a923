import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSeriesText } from './series-file.ts'

function read(text: string) {
  const result = readSeriesText(text)
  if (result.kind === 'refused') return { problems: result.problems, total: result.total }
  const { ts, values, labels } = result.series
  return { points: Array.from(ts, (time, i) => [time, values[i]]), labels }
}

const eight = Date.UTC(2026, 10, 21, 8)

function problemsOf(text: string) {
  const result = readSeriesText(text)
  return result.kind === 'refused' ? result.problems : []
}

describe('a file of values', () => {
  test.each([
    ['CSV', 'ts,value\n2026-11-21T08:00:00Z,1\n2026-11-21T09:01:00+01:00,2.5\n'],
    [
      'CSV with other names, spaces, quotes, a mark of order and CRLF',
      '\ufeffhost,"Time", V\r\na,2026-11-21 08:00,1\r\nb,2026-11-21 08:01:00.000,"2.5"\r\n',
    ],
    ['seconds and milliseconds', `time,value\n${eight / 1000},1\n${eight + 60_000},2.5\n`],
    ['JSON lines', `{"ts":"2026-11-21T08:00:00Z","value":1}\n\n{"application":"a","ts":${eight + 60_000},"value":"2.5"}\n`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({
      points: [
        [eight, 1],
        [eight + 60_000, 2.5],
      ],
      labels: [],
    })
  })

  test('labelled values in a row are one window', () => {
    const text = 'ts,value,label\n1,1,0\n2,1,attack\n3,1,1\n4,1,\n5,1,true\n'
    expect(read(text)).toMatchObject({
      labels: [
        { from: 2000, to: 3000 },
        { from: 5000, to: 5000 },
      ],
    })
  })

  test('what cannot be read is told by line, all at once', () => {
    const lines = [
      'ts,value',
      '2026-11-21T08:00:00Z,1',
      'noon,1',
      '2026-11-21T08:02:00Z,',
      '2026-11-21T08:03:00Z,1e999',
      '2026-11-20,1',
      '2026-13-40,1',
    ]
    const problems = problemsOf(lines.join('\n'))
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7])
    expect(problems[3]?.message).toContain('goes back in time')
  })

  test.each([
    ['', 'is empty'],
    ['a,b\n1,2\n', 'has no column ts'],
    ['ts,value\n', 'holds no values'],
    ['{"ts":1}\n{', 'no value'],
  ])('%j is refused', (text, message) => {
    const problems = problemsOf(text)
    expect(problems[0]?.message).toContain(message)
  })

  test('rubbish is refused, never thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }).map((text) => `ts,value\n${text}`),
          fc.string().map((text) => `{${text}`),
        ),
        (text) => {
          const result = readSeriesText(text)
          if (result.kind === 'read') expect(result.series.values.every(Number.isFinite)).toBe(true)
          else expect(result.total).toBeGreaterThan(0)
        },
      ),
    )
  })
})
