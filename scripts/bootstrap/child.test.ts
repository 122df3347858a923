import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'

const module = new URL('./child.mjs', import.meta.url).href
const started: ChildProcess[] = []
const steps: number[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  for (const step of steps.filter(isAlive)) process.kill(step, 'SIGKILL')
})

/** A bootstrap in the midst of a step; the step has said its process id. */
async function startStep(step: string): Promise<{ child: ChildProcess; step: number }> {
  const program = `import { run } from ${JSON.stringify(module)}
    await run(process.execPath, ['--eval', ${JSON.stringify(step)}], { onOutput: (text) => process.stdout.write(text) })
    console.log('went on')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(child)
  const pid = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  steps.push(Number(pid))
  return { child, step: Number(pid) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function ending(child: ChildProcess): Promise<{ signal: string | null; said: string }> {
  let said = ''
  child.stdout?.on('data', (text: Buffer) => (said += text.toString()))
  return new Promise((resolve) => child.once('close', (_code, signal) => resolve({ signal, said })))
}

const says = 'setInterval(() => {}, 1000); console.log(process.pid)'

describe.skipIf(process.platform === 'win32').concurrent('a bootstrap that is told to end in the midst of a step', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the step too, and nothing goes on after it', async (signal) => {
    const { child, step } = await startStep(says)
    const ended = ending(child)
    child.kill(signal)
    expect(await ended).toEqual({ signal, said: '' })
    expect(isAlive(step)).toBe(false)
  })

  test('a step that does not listen is ended all the same', async ({ expect }) => {
    const { child, step } = await startStep(`process.on('SIGINT', () => {}); ${says}`)
    const ended = ending(child)
    child.kill('SIGINT')
    expect(await ended).toEqual({ signal: 'SIGINT', said: '' })
    expect(isAlive(step)).toBe(false)
  })
})
