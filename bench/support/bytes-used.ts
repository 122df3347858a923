import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Bytes in use once what nobody needs is gone; typed arrays lie outside of the heap and count too. */
export function bytesUsed(): number {
  // What frees buffers is freed itself by the second.
  collectGarbage()
  collectGarbage()
  const { heapUsed: heap, arrayBuffers } = process.memoryUsage()
  return heap + arrayBuffers
}
