import { describe, expect, it } from 'vitest'
import { commandOf, commands } from './commands.ts'
import { bindingsOf, conflictsOf, keysOf, rebind } from './keymap.ts'
import { capsOf, textOfPress } from './press.ts'
import { createSequencer, patience } from './sequence.ts'

type Keyboard = Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> & { code?: string; at?: number }

function press(key: string, { at = 0, ...rest }: Keyboard = {}): KeyboardEvent {
  const held: Record<string, boolean | undefined> = { Shift: rest.shiftKey, Control: rest.ctrlKey, Meta: rest.metaKey, Alt: rest.altKey }
  const event = { key, code: '', timeStamp: at, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...rest }
  return { ...event, getModifierState: (name: string) => held[name] ?? false } as unknown as KeyboardEvent
}

const standard = () => createSequencer(bindingsOf({}))
const command = (id: string) => commandOf(id)!

describe('the default keys', () => {
  it('can all be told apart where they are meant', () => {
    const conflicts = commands.flatMap((one) =>
      keysOf(one, {}).flatMap((keys) => conflictsOf(one, keys, {}).map((other) => [one.id, other.id])),
    )
    expect(conflicts).toEqual([])
  })

  it('are each found by their press', () => {
    const run = (event: KeyboardEvent) => standard()(event)
    expect(run(press('j'))).toEqual({ kind: 'run', command: 'list.next' })
    expect(run(press('X', { shiftKey: true }))).toEqual({ kind: 'run', command: 'list.selectRange' })
    expect(run(press('F', { shiftKey: true }))).toEqual({ kind: 'run', command: 'filter.exclude' })
    expect(run(press(' ', { code: 'Space' }))).toEqual({ kind: 'run', command: 'live.pause' })
    expect(run(press('k', { ctrlKey: true }))).toEqual({ kind: 'run', command: 'palette' })
    expect(run(press('7'))).toEqual({ kind: 'run', command: 'verdict.insufficient_data' })
    expect(run(press('Escape'))).toEqual({ kind: 'run', command: 'list.back' })
  })

  it('know a sign whatever Shift it takes', () => {
    expect(standard()(press('?', { shiftKey: true }))).toEqual({ kind: 'run', command: 'help' })
    expect(standard()(press('/'))).toEqual({ kind: 'run', command: 'search' })
    expect(standard()(press('/', { shiftKey: true, code: 'Digit7' }))).toEqual({ kind: 'run', command: 'search' })
  })

  it('leave the browser its own', () => {
    expect(standard()(press('r', { ctrlKey: true }))).toEqual({ kind: 'ignored' })
    expect(standard()(press('F5'))).toEqual({ kind: 'ignored' })
  })
})

describe('a sequence', () => {
  it('runs its own command and not that of its last key', () => {
    const sequence = standard()
    expect(sequence(press('g'))).toEqual({ kind: 'started' })
    expect(sequence(press('r', { at: 200 }))).toEqual({ kind: 'run', command: 'go.rules' })
    expect(sequence(press('r', { at: 300 }))).toEqual({ kind: 'run', command: 'event.reopen' })
  })

  it('swallows a key that leads nowhere', () => {
    const sequence = standard()
    sequence(press('g'))
    expect(sequence(press('j', { at: 100 }))).toEqual({ kind: 'abandoned' })
    expect(sequence(press('j', { at: 200 }))).toEqual({ kind: 'run', command: 'list.next' })
  })

  it('is forgotten after its patience', () => {
    const sequence = standard()
    sequence(press('g'))
    expect(sequence(press('r', { at: patience }))).toEqual({ kind: 'run', command: 'event.reopen' })
  })
})

describe('rebinding', () => {
  it('replaces the default keys', () => {
    const chosen = rebind(command('event.acknowledge'), 'w', {})
    const sequence = createSequencer(bindingsOf(chosen))
    expect(sequence(press('w'))).toEqual({ kind: 'run', command: 'event.acknowledge' })
    expect(sequence(press('a'))).toEqual({ kind: 'ignored' })
  })

  it('names who has the keys already, a begun sequence included', () => {
    expect(conflictsOf(command('event.acknowledge'), 'r', {}).map(({ id }) => id)).toEqual(['event.reopen'])
    expect(conflictsOf(command('event.acknowledge'), 'g', {}).length).toBe(
      commands.filter(({ keys }) => keys.some((one) => one.startsWith('g '))).length,
    )
    expect(conflictsOf(command('event.acknowledge'), 'X', {}).map(({ id }) => id)).toEqual(['list.select'])
  })

  it('lets a verdict share a key with a row, as they are never meant at once', () => {
    expect(conflictsOf(command('verdict.test'), 'j', {})).toEqual([])
    expect(conflictsOf(command('verdict.test'), 'z', {}).map(({ id }) => id)).toEqual(['undo'])
  })

  it('takes the keys from whoever had them', () => {
    const chosen = rebind(command('event.acknowledge'), 'r', {})
    expect(chosen).toEqual({ 'event.acknowledge': ['r'], 'event.reopen': [] })
    expect(conflictsOf(command('event.acknowledge'), 'r', chosen)).toEqual([])
  })

  it('reads a press back as it was written', () => {
    const cases = [
      press('F', { shiftKey: true }),
      press('k', { ctrlKey: true }),
      press('?', { shiftKey: true }),
      press(' ', { code: 'Space' }),
      press('+', { code: 'BracketRight' }),
    ]
    for (const event of cases) {
      const keys = textOfPress(event, false)!
      expect(createSequencer([{ command: 'it', keys }])(event), keys).toEqual({ kind: 'run', command: 'it' })
    }
    expect(textOfPress(press('Shift', { shiftKey: true }), false)).toBeUndefined()
  })

  it('shows what stands on the key caps', () => {
    expect(capsOf('$mod+k', false)).toEqual([['Ctrl', 'K']])
    expect(capsOf('$mod+k', true)).toEqual([['⌘', 'K']])
    expect(capsOf('g q', false)).toEqual([['G'], ['Q']])
    expect(capsOf('?', false)).toEqual([['?']])
  })
})
