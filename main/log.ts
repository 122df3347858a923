import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { printable } from './printable.ts'

const largestLog = 10 << 20

export interface LogLine {
  level: 'info' | 'warn' | 'error'
  message: string
  [field: string]: unknown
}

/** One JSON object a line in the home's `vedette.log`; warnings and errors also as plain lines on standard error. */
export function openLog(home: string): (line: LogLine) => void {
  outliveStandardError()
  const logger = openFile(home)
  return ({ level, message, ...fields }) => {
    logger?.[level](fields, message)
    if (level !== 'info') process.stderr.write(`vedette: ${message.split('\n').map(printable).join('\n    ')}\n`)
  }
}

/** Its reader may go (a closed terminal, `2>&1 | head`): what cannot be told there any more must not end the program. */
export function outliveStandardError(): void {
  if (!process.stderr.listeners('error').includes(ignore)) process.stderr.on('error', ignore)
}

function ignore(): void {
  // There is nobody left to tell.
}

/** None where there can be no file: the engine says what is wrong with the home. */
function openFile(home: string): pino.Logger | undefined {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const file = join(home, 'vedette.log')
    if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, `${file}.1`)
    const destination = pino.destination({ dest: file, sync: true, mode: 0o600 })
    // A disk that is full must not end the program in the midst of saying so: standard error still takes it.
    destination.on('error', () => undefined)
    return pino({ base: undefined }, destination)
  } catch {
    return undefined
  }
}
