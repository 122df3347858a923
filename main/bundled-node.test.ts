import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { attack, type Replayed } from './testing/attack-log.ts'
import { runProgram } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { write } = openWorkplace()

/** A Node of the system's own, older than the bundled one, if there is any on the PATH. */
const otherNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((directory) => !directory.includes('node_modules'))
  .map((directory) => join(directory, 'node'))
  .find((file) => existsSync(file) && Number(/^v(\d+)/.exec(spawnSync(file, ['--version']).stdout.toString())?.[1]) < 22)

test.skipIf(otherNode === undefined)('`npx vedette` goes on under the bundled Node, whatever Node starts it', async () => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const log = write('npx.log', attack.join('\n'))
  const { code, stdout, stderr } = await runProgram(otherNode!, [join(root, 'bin/vedette.mjs'), 'replay', log, '--json', '--quiet'], {
    cwd: dirname(log),
  })
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  expect((JSON.parse(stdout) as Replayed).events).toHaveLength(2)
})
