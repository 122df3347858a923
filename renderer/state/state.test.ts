import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Health, SourceCounters } from '../../app/model/counters.ts'
import { historyOf, lengthen } from './health-history.ts'
import { notify, notifyFailure, useNotices } from './notices.ts'
import { defaultPreferences, readPreferences } from './preferences.ts'
import { fragmentOf, readRoute } from './route.ts'
import { awaitStep, forgetUndo, offerUndo, undoLast } from './undo.ts'

beforeEach(() => {
  useNotices.setState({ notices: [] })
  forgetUndo()
})

const titles = () => useNotices.getState().notices.map(({ title }) => title)

describe('undo', () => {
  it('takes back a change whose effect is seen before the engine has answered', async () => {
    const run: string[] = []
    const change = Promise.resolve().then(() => undefined)
    void awaitStep(change)
    void change.then(() => offerUndo('resolved', () => run.push('resolved')))
    expect(undoLast()).toBe(true)
    expect(run).toEqual([])
    await vi.waitFor(() => expect(run).toEqual(['resolved']))
    expect(undoLast()).toBe(false)
  })

  it('takes nothing else back when the change that was meant fails', async () => {
    const run = vi.fn()
    offerUndo('before', run)
    const change = Promise.reject(new Error('stale'))
    void awaitStep(change)
    expect(undoLast()).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(run).not.toHaveBeenCalled()
    expect(undoLast()).toBe(true)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('takes back the newest change first, each once', () => {
    const done: string[] = []
    offerUndo('first', () => done.push('first'))
    offerUndo('second', () => done.push('second'))
    expect([undoLast(), undoLast(), undoLast()]).toEqual([true, true, false])
    expect(done).toEqual(['second', 'first'])
  })

  it('can be done from its toast, which then goes', () => {
    const run = vi.fn()
    offerUndo('removed', run)
    const [notice] = useNotices.getState().notices
    notice!.undo!()
    notice!.undo!()
    expect(run).toHaveBeenCalledTimes(1)
    expect(titles()).toEqual([])
    expect(undoLast()).toBe(false)
  })

  it('outlives its toast', () => {
    const run = vi.fn()
    offerUndo('removed', run)
    useNotices.setState({ notices: [] })
    undoLast()
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe('notices', () => {
  it('keep the newest few', () => {
    for (const title of ['1', '2', '3', '4', '5']) notify({ title })
    expect(titles()).toEqual(['2', '3', '4', '5'])
  })

  it('say nothing of what the analyst cancelled, and name every bad field', () => {
    notifyFailure('Search', { kind: 'cancelled', message: '' })
    expect(titles()).toEqual([])
    notifyFailure('Add', { kind: 'invalid_input', message: 'Not accepted.', issues: [{ path: 'port', message: 'too big' }] })
    expect(useNotices.getState().notices[0]).toMatchObject({ tone: 'danger', duration: 0, body: 'Not accepted. port: too big' })
  })
})

describe('preferences', () => {
  const kept = (text: string | null) => readPreferences({ getItem: () => text })

  it('start from the defaults, whatever rubbish was kept', () => {
    for (const text of [null, '', '{', '[]', '7', '{"theme":"pink","keys":5,"flyoutWidth":9}'])
      expect(kept(text)).toEqual(defaultPreferences)
  })

  it('keep what is still known', () => {
    expect(kept('{"theme":"light","density":"compact","timeZone":"utc","keys":{"undo":["u"],"bad":[1]},"flyoutWidth":0.5}')).toEqual({
      ...defaultPreferences,
      theme: 'light',
      density: 'compact',
      timeZone: 'utc',
      keys: { undo: ['u'] },
      flyoutWidth: 0.5,
    })
  })
})

describe('a route', () => {
  it('survives the address bar', () => {
    const route = { page: 'rules', parameters: { rule: 'port scan & more' } } as const
    expect(readRoute(fragmentOf(route))).toEqual(route)
  })

  it('falls back to Live', () => {
    for (const fragment of ['', '#', '#/', '#/nowhere', '#token=1']) expect(readRoute(fragment).page).toBe('live')
  })
})

describe('the history of health', () => {
  const source = (stored: number, dropped = 0): SourceCounters => ({
    source: 'a',
    received: stored,
    received_bytes: 0,
    parsed: stored,
    unparsed: {},
    dropped: { queue_full: dropped },
    stored,
    rate: 7,
    lag: 0,
  })
  const health = (at: number, stored: number, dropped = 0): Health => ({
    counters: { sources: [source(stored, dropped)], detectors: [], suppressed: {}, events_created: 0, events_updated: 0, clocks: [] },
    queues: [
      { name: 'a', depth: 2, capacity: 8, unit: 'bytes' },
      { name: 'b', depth: 4, capacity: 8, unit: 'batches' },
    ],
    store: { segments: 0, bytes: 0, records: 0, budget_bytes: 1, retention_days: 1 },
    memory: { rss: 1, heap_used: 1 },
    started_at: 0,
    at,
    problems: [],
  })

  it('turns counters into rates a second', () => {
    const history = [health(1000, 10), health(3000, 50, 4)].reduce(lengthen, historyOf())
    expect(history).toMatchObject({ times: [1000, 3000], stored: [0, 20], dropped: [0, 2], waiting: [0.5, 0.5], rates: { a: [7, 7] } })
  })

  it('takes no rate from an engine that counts anew, nor a point twice', () => {
    const history = [health(1000, 500), health(2000, 10), health(2000, 10)].reduce(lengthen, historyOf())
    expect(history.stored).toEqual([0, 0])
  })

  it('is bounded', () => {
    let history = historyOf()
    for (let at = 1; at <= 700; at += 1) history = lengthen(history, health(at * 1000, at))
    expect(history.times.length).toBe(600)
    expect(history.times.at(-1)).toBe(700_000)
  })
})
