import { createSocket } from 'node:dgram'
import { expect, test } from 'vitest'
import { readKernelDrops, sumDrops } from './kernel-drops.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 1234: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5 2 0000000000000000 17
 1235: 00000000:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 6 2 0000000000000000 3
 1236: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 7 2 0000000000000000 99
`

test('drops are those of the socket of that address and port', () => {
  expect(sumDrops(table, '127.0.0.1', 5514, true)).toBe(17)
  expect(sumDrops(table, '0.0.0.0', 5514, true)).toBe(3)
  expect(sumDrops(table, '127.0.0.1', 53, true)).toBe(99)
  expect(sumDrops(table, '127.0.0.1', 1, true)).toBe(0)
})

test('IPv6 addresses are four words, each in the order of the machine', () => {
  const line = (address: string) => ` 1: ${address}:158A ${'0'.repeat(32)}:0000 07 00000000:00000000 00:00000000 00000000 0 0 5 2 0 21`
  expect(sumDrops(line('00000000000000000000000001000000'), '::1', 5514, true)).toBe(21)
  expect(sumDrops(line('00000000000000000000000000000001'), '::1', 5514, false)).toBe(21)
  expect(sumDrops(line('B80D0120000000000000000007000000'), '2001:db8::7', 5514, true)).toBe(21)
  expect(sumDrops(line('000080FE00000000000000000A000000'), 'fe80::a%eth0', 5514, true)).toBe(21)
})

test.runIf(process.platform === 'linux')('a socket nobody reads from shows its loss in the kernel’s table', async () => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 2048 })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  const { port } = socket.address()
  expect(readKernelDrops('127.0.0.1', port)).toBe(0)
  const sender = createSocket('udp4')
  let left = 200
  await new Promise<void>((resolve) => {
    // Held in one turn of the event loop: the receiver cannot read between.
    for (let n = 0; n < 200; n += 1) sender.send(Buffer.alloc(1000), port, '127.0.0.1', () => (left -= 1) === 0 && resolve())
    const end = Date.now() + 50
    while (Date.now() < end);
  })
  expect(readKernelDrops('127.0.0.1', port)).toBeGreaterThan(0)
  sender.close()
  socket.close()
})
