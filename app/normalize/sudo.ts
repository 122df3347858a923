import type { Fields } from '../model/fields.ts'
import { setAuthentication } from './authentication-fields.ts'
import type { MessageParser } from './parser.ts'
import { readInteger } from './text-scan.ts'

/**
 * `alice : [what went wrong ; ]TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id`. sudo writes one line an
 * invocation and puts the number of wrong passwords in it.
 */
export const sudo: MessageParser = {
  name: 'sudo',
  programs: ['sudo'],
  parse(message, fields) {
    const nameEnd = message.indexOf(' : ')
    if (nameEnd < 1) return false
    const name = message.slice(0, nameEnd).trim()
    const detailsAt = nameEnd + 3
    const target = readDetail(message, 'USER=', detailsAt)
    if (target === undefined) return false
    fields['user.name'] = name
    fields['user.effective.name'] = target
    fields['user.target.name'] = target
    const commandAt = message.indexOf('COMMAND=', detailsAt)
    if (commandAt !== -1) fields['process.command_line'] = message.slice(commandAt + 8)
    const firstEnd = message.indexOf(' ; ', detailsAt)
    return setOutcome(message.slice(detailsAt, firstEnd === -1 ? undefined : firstEnd), fields)
  },
}

function setOutcome(first: string, fields: Fields): boolean {
  const wrong = / incorrect password attempts?$/.exec(first)
  if (wrong !== null) {
    const count = readInteger(first.slice(0, wrong.index))
    if (count !== undefined && count > 1) fields['vedette.repeat'] = count
    return setAuthentication(fields, 'sudo', 'failure')
  }
  // `TTY=`, or `HOST=`, `GROUP=` and the like: nothing went wrong.
  if (/^[A-Z]{2,12}=/.test(first)) return setAuthentication(fields, 'sudo', 'success')
  if (first === '(command continued)') return setAuthentication(fields, 'sudo_continued', 'success')
  // `user NOT in sudoers`, `command not allowed`, `a password is required`: refused, though no password was wrong.
  return setAuthentication(fields, 'sudo_denied', 'failure')
}

function readDetail(message: string, name: string, at: number): string | undefined {
  const found = message.indexOf(name, at)
  // Everything after COMMAND= is the user's to choose.
  const commandAt = message.indexOf('COMMAND=', at)
  if (found === -1 || (commandAt !== -1 && commandAt < found)) return undefined
  const end = message.indexOf(' ;', found)
  return message.slice(found + name.length, end === -1 ? undefined : end)
}
