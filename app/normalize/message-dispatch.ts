import type { Fields } from '../model/fields.ts'
import type { MessageParser } from './parser.ts'

/** Finds the parser of a message by its program, then among those that look at every message. */
export class MessageDispatch {
  private readonly byProgram = new Map<string, MessageParser[]>()
  private readonly general: MessageParser[] = []

  constructor(parsers: readonly MessageParser[]) {
    for (const parser of parsers) {
      if (parser.programs.length === 0) this.general.push(parser)
      for (const program of parser.programs) {
        const parsersOfProgram = this.byProgram.get(program)
        if (parsersOfProgram === undefined) this.byProgram.set(program, [parser])
        else parsersOfProgram.push(parser)
      }
    }
  }

  /** True when some parser recognised the message and added to `fields`. */
  parse(program: string | undefined, message: string, fields: Fields): boolean {
    if (message === '') return false
    if (program !== undefined) {
      const own = this.byProgram.get(program) ?? this.findByBaseName(program)
      if (own !== undefined) {
        for (const parser of own) if (parser.parse(message, fields)) return true
      }
    }
    for (const parser of this.general) if (parser.parse(message, fields)) return true
    return false
  }

  /** Some systems write the whole path (`/usr/sbin/sshd`), some the process id into an RFC 5424 APP-NAME (`sshd[812]`). */
  private findByBaseName(program: string): MessageParser[] | undefined {
    const slash = program.lastIndexOf('/')
    const bracket = program.endsWith(']') ? program.indexOf('[', slash + 1) : -1
    if (slash === -1 && bracket === -1) return undefined
    return this.byProgram.get(program.slice(slash + 1, bracket === -1 ? undefined : bracket))
  }
}
