import { describe, expect, it } from 'vitest'
import type { PaletteGroup } from './palette-entries.ts'
import { rankEntries } from './palette-ranking.ts'

const entry = (title: string, more: object = {}) => ({ id: title, title, run: () => undefined, ...more })
const groups: PaletteGroup[] = [
  { title: 'Move', entries: [entry('Next row'), entry('Open the row')] },
  { title: 'Go to', entries: [entry('Queue'), entry('Live'), entry('Request patterns')] },
  { title: 'Window', entries: [entry('Switch between the live and the SAMPLE store')] },
  { title: 'Search', entries: [entry('Search events', { always: true })] },
]
const titles = (text: string) => rankEntries(groups, text).flatMap(({ entries }) => entries.map(({ title }) => title))

describe('the palette', () => {
  it('puts what is called that first, whatever group it is in', () => {
    expect(titles('live').slice(0, 2)).toEqual(['Live', 'Switch between the live and the SAMPLE store'])
    expect(titles('queue')[0]).toBe('Queue')
    expect(titles('sample')[0]).toBe('Switch between the live and the SAMPLE store')
  })

  it('offers what can be done with any text last, and alone where nothing fits', () => {
    expect(titles('live').at(-1)).toBe('Search events')
    expect(titles('10.0.0.5')).toEqual(['Search events'])
  })

  it('shows everything in its order while nothing is typed', () => {
    expect(rankEntries(groups, ' ')).toEqual(groups)
  })
})
