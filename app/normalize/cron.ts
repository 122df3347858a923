import type { MessageParser } from './parser.ts'

/** `(root) CMD (   cd / && run-parts /etc/cron.hourly)` */
export const cron: MessageParser = {
  name: 'cron',
  programs: ['CRON', 'cron', 'CROND', 'crond', 'anacron'],
  parse(message, fields) {
    const match = /^\((?<user>[^)\s]{1,255})\) (?<action>[A-Z]{2,12}) \(/.exec(message)?.groups
    if (match === undefined || !message.endsWith(')')) return false
    fields['user.name'] = match['user']
    fields['system.cron.action'] = match['action']
    fields['event.category'] = 'process'
    fields['event.action'] = match['action'] === 'CMD' ? 'cron_command' : 'cron'
    if (match['action'] === 'CMD') fields['process.command_line'] = message.slice(message.indexOf(' CMD (') + 6, -1).trimStart()
    return true
  },
}
