import { describe, expect, it } from 'vitest'
import { parseConfig } from './config-text.ts'

/** Problems of one stream, as `line:column path: message`. */
function problemsOf(stream: string): string[] {
  const read = parseConfig(`version: 1\nstreams:\n${stream}`)
  if (read.kind === 'read') return []
  return read.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
}

describe('streams in vedette.yml', () => {
  it('need a name and a source, and take defaults for the rest', () => {
    const read = parseConfig('version: 1\nstreams:\n  - { name: load, source: { type: http } }\n')
    expect(read).toMatchObject({
      kind: 'read',
      config: {
        streams: [
          {
            name: 'load',
            enabled: true,
            handler: 'json',
            engine: { type: 'auto', budget: null },
            sink: [{ type: 'repository' }, { type: 'live' }],
          },
        ],
      },
    })
  })

  it.each([
    ['{ type: stream, path: /var/log/verdicts.jsonl }', { type: 'file', path: '/var/log/verdicts.jsonl' }],
    ['{ type: stream, url: "http://127.0.0.1:9000/" }', { type: 'http', url: 'http://127.0.0.1:9000/' }],
    ['{ type: stream, address: 127.0.0.1, port: 9000 }', { type: 'socket', protocol: 'tcp', address: '127.0.0.1', port: 9000 }],
  ])('hand their verdicts on to %s', (text, sink) => {
    const read = parseConfig(`version: 1\nstreams:\n  - { name: a, source: { type: http }, sink: [${text}] }\n`)
    expect(read).toMatchObject({ kind: 'read', config: { streams: [{ sink: [sink] }] } })
  })

  it.each([
    [
      'an unknown kind of source',
      '  - name: a\n    source: { type: record }',
      '4:15 streams.0.source.type: there is no "record"; did you mean "records"?',
    ],
    [
      'an unknown key',
      '  - name: a\n    sorce: { type: http }\n    source: { type: http }',
      '4:5 streams.0.sorce: there is no key "sorce"; did you mean "source"?',
    ],
    [
      'an unknown key of a source',
      '  - name: a\n    source: { type: records, groupby: [user.name] }',
      '4:30 streams.0.source.groupby: there is no key "groupby"; did you mean "group_by"?',
    ],
    [
      'an unknown measure',
      '  - name: a\n    source: { type: records, measure: cuont }',
      '4:30 streams.0.source.measure: there is no "cuont"; did you mean "count"?',
    ],
    [
      'an aggregation that is none',
      '  - name: a\n    source: { type: http }\n    aggregation: { function: median }',
      '5:20 streams.0.aggregation.function: there is no "median"; there are',
    ],
    [
      'an unknown engine',
      '  - name: a\n    source: { type: http }\n    engine: { type: robst }',
      '5:15 streams.0.engine.type: there is no engine "robst"; did you mean "robust"?',
    ],
    [
      'an unknown parameter of an engine',
      '  - name: a\n    source: { type: http }\n    engine: { type: robust, params: { windw: 5 } }',
      '5:39 streams.0.engine.params.windw: there is no parameter "windw"; did you mean "window"?',
    ],
    [
      'a bad number',
      '  - name: a\n    source: { type: http }\n    aggregation: { window: 0 }',
      '5:20 streams.0.aggregation.window: must be at least 1',
    ],
    [
      'a value of another kind',
      '  - name: a\n    source: { type: http }\n    aggregation: { window: five }',
      '5:20 streams.0.aggregation.window: must be a number, not "five"',
    ],
    [
      'a text in place of a list',
      '  - name: a\n    source: { type: records, group_by: user.name }',
      '4:30 streams.0.source.group_by: must be a list, not "user.name"',
    ],
    [
      'a list that is too long',
      '  - name: a\n    source: { type: records, group_by: [a, b, c, d] }',
      '4:30 streams.0.source.group_by: must have at most 3 items',
    ],
    [
      'a budget that is none',
      '  - name: a\n    source: { type: http }\n    engine: { budget: 0 }',
      '5:15 streams.0.engine.budget: must be more than 0',
    ],
    [
      'a sink that is none',
      '  - name: a\n    source: { type: http }\n    sink: [repositry]',
      '5:12 streams.0.sink.0.type: there is no "repositry"; did you mean "repository"?',
    ],
    [
      'a query that cannot be read',
      '  - name: a\n    source: { type: records, query: "NOT" }',
      '4:30 streams.0.source.query: "NOT" stands before nothing',
    ],
    [
      'a measure without its field',
      '  - name: a\n    source: { type: records, measure: sum }',
      '4:30 streams.0.source.measure: sum of what? Name a field',
    ],
    [
      'a name given twice',
      '  - { name: a, source: { type: http } }\n  - { name: a, source: { type: http } }',
      '4:7 streams.1.name: another stream has this name already',
    ],
    [
      'the name of a preset',
      '  - { name: host-flows, source: { type: http } }',
      '3:7 streams.0.name: "host-flows" is the name of a preset',
    ],
  ])('say where %s stands and what was meant', (_, stream, problem) => {
    const problems = problemsOf(stream)
    expect(problems).toHaveLength(1)
    expect(problems[0]!.slice(0, problem.length)).toBe(problem)
  })

  it('tell a name given twice, and a sink that is none, at once', () => {
    const first = '  - { name: a, source: { type: http }, sink: [carrier-pigeon] }\n'
    expect(
      problemsOf(`${first}  - { name: a, source: { type: http } }\n  - { name: a, source: { type: http }, engine: { type: robst } }`),
    ).toEqual([
      expect.stringContaining('streams.0.sink.0.type: there is no "carrier-pigeon"'),
      '4:7 streams.1.name: another stream has this name already',
      '5:7 streams.2.name: another stream has this name already',
      expect.stringContaining('streams.2.engine.type: there is no engine "robst"'),
    ])
  })

  it('tell every parameter that its engine does not take, with the range', () => {
    const params = '{ window: 10.5, threshold: .nan, least_deviation: .inf }'
    expect(problemsOf(`  - { name: a, source: { type: http }, engine: { type: robust, params: ${params} } }`)).toEqual([
      expect.stringMatching(/params\.window: window must be a whole number from \d+ to \d+, not 10\.5$/),
      expect.stringMatching(/params\.threshold: threshold must be a number from \S+ to \S+, not NaN$/),
      expect.stringMatching(/params\.least_deviation: least_deviation must be a number from 0 to \S+, not Infinity$/),
    ])
  })

  it('tell a parameter of another kind once, and the others all the same', () => {
    const params = '{ window: 10.5, threshold: { a: 1 } }'
    const problems = problemsOf(`  - { name: a, source: { type: http }, engine: { type: robust, params: ${params} } }`)
    expect(problems.map((problem) => problem.split(' ')[1])).toEqual([
      'streams.0.engine.params.window:',
      'streams.0.engine.params.threshold:',
    ])
  })

  it('tell of the query and the measure beside a key that there is not', () => {
    expect(problemsOf('  - { name: A, warm: 1, source: { type: records, query: "NOT", measure: sum } }')).toEqual([
      expect.stringContaining('streams.0.name: lower-case'),
      expect.stringContaining('streams.0.warm: there is no key "warm"'),
      expect.stringContaining('streams.0.source.query: "NOT" stands before nothing'),
      expect.stringContaining('streams.0.source.measure: sum of what?'),
    ])
  })

  it('refuse a preset that there is not', () => {
    const read = parseConfig('version: 1\nsignals: { presets: [host-flow] }\n')
    expect(read).toMatchObject({
      kind: 'refused',
      problems: [{ line: 2, column: 22, path: 'signals.presets.0', message: 'there is no "host-flow"; did you mean "host-flows"?' }],
    })
  })
})
