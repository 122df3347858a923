import { expect, test } from 'vitest'
import { GroupCommit } from './group-commit.ts'

/** A flush that ends when it is told to. */
function createFlush() {
  const running: { end: () => void; fail: (error: Error) => void }[] = []
  return { running, flush: () => new Promise<void>((end, fail) => running.push({ end, fail })) }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('whoever asks while a flush is under way waits for the next one, all of them for the same', async () => {
  const { running, flush } = createFlush()
  const commit = new GroupCommit(flush)
  const done: number[] = []
  const ask = (n: number) => commit.soon().then(() => done.push(n))
  const first = ask(1)
  await settled()
  const others = [ask(2), ask(3), ask(4)]
  await settled()
  expect(running).toHaveLength(1)
  running[0]!.end()
  await first
  await settled()
  expect(done).toEqual([1])
  expect(running).toHaveLength(2)
  const last = ask(5)
  running[1]!.end()
  await Promise.all(others)
  expect(done).toEqual([1, 2, 3, 4])
  await settled()
  running[2]!.end()
  await last
  expect(running).toHaveLength(3)
})

test('a flush that fails fails those who waited for it, and no one after them', async () => {
  const { running, flush } = createFlush()
  const commit = new GroupCommit(flush)
  const first = commit.soon()
  await settled()
  const second = commit.soon()
  running[0]!.fail(new Error('the disk is full'))
  await expect(first).rejects.toThrow('the disk is full')
  await settled()
  running[1]!.end()
  await expect(second).resolves.toBeUndefined()
})
