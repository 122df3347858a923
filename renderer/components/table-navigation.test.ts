import { describe, expect, it } from 'vitest'
import { templateOf, visibleColumns } from './data-table-column.ts'
import { moveByKey, selectRange, toggled } from './table-navigation.ts'

const size = { rows: 100, columns: 4, page: 20 }

describe('moving in a grid', () => {
  it('stays within its rows and columns', () => {
    expect(moveByKey('ArrowUp', { row: 0, column: -1 }, size)).toEqual({ row: 0, column: -1 })
    expect(moveByKey('PageDown', { row: 90, column: 2 }, size)).toEqual({ row: 99, column: 2 })
    expect(moveByKey('ArrowRight', { row: 3, column: 3 }, size)).toEqual({ row: 3, column: 3 })
  })
  it('goes from the row to its cells and back', () => {
    expect(moveByKey('ArrowRight', { row: 3, column: -1 }, size)).toEqual({ row: 3, column: 0 })
    expect(moveByKey('ArrowLeft', { row: 3, column: 0 }, size)).toEqual({ row: 3, column: -1 })
  })
  it('leaves other keys alone', () => expect(moveByKey('a', { row: 0, column: 0 }, size)).toBeUndefined())
})

describe('selecting rows', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  it('adds everything between two rows, either way round', () => {
    expect([...selectRange(ids, 'd', 'b', new Set(['e']))].sort()).toEqual(['b', 'c', 'd', 'e'])
  })
  it('selects one row when nothing was selected before', () => expect([...selectRange(ids, undefined, 'c', new Set())]).toEqual(['c']))
  it('selects one row when the first has gone', () => expect([...selectRange(ids, 'x', 'c', new Set())]).toEqual(['c']))
  it('takes a selected row out again', () => expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']))
})

describe('columns', () => {
  const columns = [
    { id: 'one', title: 'One', size: 80, cell: () => null },
    { id: 'two', title: 'Two', size: 100, grow: 1, cell: () => null },
    { id: 'three', title: 'Three', size: 60, optional: true, cell: () => null },
  ]
  it('leaves out the optional ones until they are asked for', () => {
    expect(visibleColumns(columns, undefined).map(({ id }) => id)).toEqual(['one', 'two'])
    expect(visibleColumns(columns, ['three', 'one']).map(({ id }) => id)).toEqual(['three', 'one'])
  })
  it('never ends up without any, whatever was remembered', () => {
    expect(visibleColumns(columns, ['gone'])).toHaveLength(2)
    expect(visibleColumns(columns, [])).toHaveLength(2)
  })
  it('lays them out, dragged widths first', () => {
    expect(templateOf(columns, { one: 120 }, true)).toBe('34px 120px minmax(100px, 1fr) 60px')
  })
})
