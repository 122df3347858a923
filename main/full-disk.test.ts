import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { attack } from './testing/attack-log.ts'
import { cli, runProgram } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { folder, write } = openWorkplace()

/** Runs the command line where `disk` is a file system of its own, of so many kilobytes, that nobody else sees. */
const onDisk = (disk: string, kilobytes: number, ...args: string[]) => {
  const script = `mount -t tmpfs -o size=${kilobytes}k tmpfs "$0" && exec "$@"`
  return ['-rm', 'sh', '-c', script, disk, process.execPath, cli, ...args]
}
const canMount = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0

describe.skipIf(!canMount)('on a disk that is full', () => {
  const disk = join(folder, 'disk')
  mkdirSync(disk)

  test.each([4, 16, 64])('a console of %i KB ends with 1 and says so', async (kilobytes) => {
    const { code, stderr } = await runProgram('unshare', onDisk(disk, kilobytes, 'start', '--home', join(disk, 'home'), '--json'))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^vedette: .*: the disk is full\.\n$/) })
  })

  test('a replay into a store there does as well', async () => {
    const { code, stderr } = await runProgram('unshare', onDisk(disk, 64, 'replay', write('a.log', attack.join('\n')), '--store', disk))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^vedette: .*: the disk is full\.\n$/) })
  })
})
