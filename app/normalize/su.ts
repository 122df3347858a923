import { setAuthentication, setSession } from './authentication-fields.ts'
import type { MessageParser } from './parser.ts'

interface Shape {
  /** A cheap test before the expression is tried. */
  begins: string
  /** Groups: `by`, `to`. */
  expression: RegExp
  outcome: 'success' | 'failure'
}

/** The names are chosen on the machine itself, and every repetition is bounded: no line can make these slow. */
const shapes: readonly Shape[] = [
  // util-linux
  { begins: '(to ', expression: /^\(to (?<to>[^)]{1,255})\) (?<by>\S{1,255}) on /, outcome: 'success' },
  { begins: 'FAILED SU (to ', expression: /^FAILED SU \(to (?<to>[^)]{1,255})\) (?<by>\S{1,255}) on /, outcome: 'failure' },
  // shadow
  { begins: 'Successful su for ', expression: /^Successful su for (?<to>\S{1,255}) by (?<by>\S{1,255})/, outcome: 'success' },
  { begins: 'FAILED su for ', expression: /^FAILED su for (?<to>\S{1,255}) by (?<by>\S{1,255})/, outcome: 'failure' },
  // BSD, and the example of RFC 3164 section 5.4
  { begins: "'su ", expression: /^'su (?<to>[^']{1,255})' failed for (?<by>\S{1,255}) on /, outcome: 'failure' },
  { begins: 'BAD SU ', expression: /^BAD SU (?<by>\S{1,255}) to (?<to>\S{1,255}) on /, outcome: 'failure' },
]

export const su: MessageParser = {
  name: 'su',
  programs: ['su', 'su-l'],
  parse(message, fields) {
    // RFC 5424's own example spells the byte order mark out, and people have copied it.
    const text = message.startsWith('BOM') ? message.slice(3) : message
    for (const { begins, expression, outcome } of shapes) {
      if (!text.startsWith(begins)) continue
      const groups = expression.exec(text)?.groups
      if (groups === undefined) return false
      fields['user.name'] = groups['by']
      fields['user.effective.name'] = groups['to']
      fields['user.target.name'] = groups['to']
      return setAuthentication(fields, 'su', outcome)
    }
    // shadow's second line about the same attempt: `+ pts/0 alice:root`, `- pts/0 alice:root`.
    const second = /^[+-] \S{1,64} (?<by>[^\s:]{1,255}):(?<to>[^\s:]{1,255})$/.exec(text.length < 600 ? text : '')?.groups
    if (second === undefined) return false
    fields['user.name'] = second['by']
    fields['user.effective.name'] = second['to']
    return setSession(fields, 'su_terminal')
  },
}
