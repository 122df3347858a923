import { createSocket } from 'node:dgram'
import { expect, test } from 'vitest'
import { readKernelDrops, sumDrops } from './kernel-drops.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 1234: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5 2 0000000000000000 17
 1235: 00000000:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 6 2 0000000000000000 3
 1236: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 7 2 0000000000000000 99
`

test('drops of the sockets of one port are summed, of others ignored', () => {
  expect(sumDrops(table, 5514)).toBe(20)
  expect(sumDrops(table, 53)).toBe(99)
  expect(sumDrops(table, 1)).toBe(0)
})

test.runIf(process.platform === 'linux')('a socket nobody reads from shows its loss in the kernel’s table', async () => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 2048 })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  const { port } = socket.address()
  expect(readKernelDrops(port)).toBe(0)
  const sender = createSocket('udp4')
  let left = 200
  await new Promise<void>((resolve) => {
    // Held in one turn of the event loop: the receiver cannot read between.
    for (let n = 0; n < 200; n += 1) sender.send(Buffer.alloc(1000), port, '127.0.0.1', () => (left -= 1) === 0 && resolve())
    const end = Date.now() + 50
    while (Date.now() < end);
  })
  expect(readKernelDrops(port)).toBeGreaterThan(0)
  sender.close()
  socket.close()
})
