import { describe, expect, it } from 'vitest'
import type { EngineDescription } from '../../../app/model/engine.ts'
import { streamSchema } from '../../../app/model/stream.ts'
import { doubtAbout } from './field-doubt.ts'
import { objectionsIn, readStream } from './read-stream.ts'
import { newSink, newStream, streamDraftOf, type StreamDraft } from './stream-draft.ts'

const text = { description: '', good_for: '', bad_for: '' }
const engines: EngineDescription[] = [
  { name: 'auto', title: 'Automatic', ...text, parameters: [] },
  {
    name: 'robust',
    title: 'Robust',
    ...text,
    parameters: [
      { name: 'window', title: 'Window', help: '', kind: 'integer', default: 100, minimum: 5, maximum: 1000 },
      { name: 'alert_budget', title: 'Budget', help: '', kind: 'optional-number', default: null, minimum: 0.01, maximum: 1e4, absent: '' },
    ],
  },
]
const draft = (part: Partial<StreamDraft> = {}): StreamDraft => ({ ...newStream('auto'), name: 'logins', ...part })
const problemsOf = (part: Partial<StreamDraft>, taken: string[] = []) => {
  const read = readStream(draft(part), engines, taken)
  return read.kind === 'refused' ? read.problems : {}
}

describe('a stream as it is written', () => {
  it('comes back as the same stream', () => {
    const definitions = [
      {
        name: 'a',
        source: { type: 'records', query: 'event.outcome:failure', group_by: ['source.ip', 'user.name'] },
        aggregation: { window: 60 },
      },
      { name: 'b', source: { type: 'http' } },
      { name: 'c', source: { type: 'socket', protocol: 'tcp', port: 9 }, aggregation: { function: 'percentile95' }, max_keys: 7 },
      { name: 'd', source: { type: 'file', path: '/x', follow: false }, sink: ['repository', { type: 'http', url: 'http://localhost/x' }] },
      { name: 'e', source: { type: 'http' }, engine: { type: 'robust', params: { window: 50 }, budget: 3 }, warmup: 0, enabled: false },
    ].map((one) => streamSchema.parse(one))
    for (const stream of definitions) {
      const read = readStream(streamDraftOf(stream), engines, [])
      expect(read.kind === 'read' && { ...read.stream, aggregation: undefined }, stream.name).toEqual({ ...stream, aggregation: undefined })
      if (stream.aggregation !== undefined) expect(read).toMatchObject({ stream: { aggregation: stream.aggregation } })
    }
  })

  it('names each fault at its field', () => {
    expect(problemsOf({ name: 'Bad Name' })).toEqual({ name: 'Lower-case letters, digits and hyphens; at most 50' })
    expect(problemsOf({}, ['logins'])['name']).toContain('already')
    expect(problemsOf({ query: 'user.name:"' })).toHaveProperty(['source.query'])
    expect(problemsOf({ measure: 'avg' })).toEqual({ 'source.measure': 'avg of what? Name a field' })
    expect(problemsOf({ window: '0' })).toHaveProperty(['aggregation.window'])
    expect(problemsOf({ source: 'socket', port: '99999' })).toEqual({ 'source.port': 'A port from 1 to 65535' })
    expect(problemsOf({ sinks: [{ ...newSink('http'), url: 'ftp://x' }] })).toHaveProperty(['sink.2.url'])
    expect(problemsOf({ warmup: 'a week' })).toEqual({ warmup: 'Days, from 0 to 365' })
  })

  it('asks the engine’s own schema about its parameters', () => {
    const robust = { type: 'robust', limit: 'threshold', budget: '5' } as const
    expect(problemsOf({ engine: { ...robust, params: { window: '2' } } })).toEqual({
      'engine.params.window': 'window must be from 5 to 1000, not "2"',
    })
    expect(problemsOf({ engine: { ...robust, limit: 'budget', budget: '-1', params: {} } })).toHaveProperty(['engine.budget'])
    const read = readStream(draft({ engine: { ...robust, params: { window: '100' } } }), engines, [])
    expect(read).toMatchObject({ stream: { engine: { type: 'robust', params: {}, budget: null } } })
  })

  it('offers the field that was probably meant', () => {
    const known = ['source.ip', 'user.name']
    expect(doubtAbout('source.ip', known)).toBeUndefined()
    expect(doubtAbout('', known)).toBeUndefined()
    expect(doubtAbout('sorce.ip', known)).toContain('did you mean "source.ip"?')
    expect(doubtAbout('my.own.thing', known)).toBe('Records do not usually have it.')
  })

  it('finds the engine’s objections at their fields', () => {
    expect(
      objectionsIn([
        { path: 'stream.engine.params.windw', message: 'no' },
        { path: 'streams.0.name', message: 'taken' },
      ]),
    ).toEqual({
      'engine.params.windw': 'no',
      name: 'taken',
    })
  })
})
