import { describe, expect, it } from 'vitest'
import { entitiesOf } from './signal-entities.ts'

describe('whoever the events of a signal may be about', () => {
  it.each([
    ['all', ['logins', 'all']],
    ['10.0.0.5', ['10.0.0.5']],
    ['web-1 · alice', ['web-1 · alice', 'web-1', 'alice']],
    ['"a · b" · bob', ['"a · b" · bob', '"a · b"', 'bob', 'a · b']],
    ['"odd', ['"odd']],
  ])('%s', (key, entities) => {
    expect(entitiesOf('logins', key)).toEqual(entities)
  })
})
