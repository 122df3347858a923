import type { Fields } from '../model/fields.ts'
import type { Header } from './header.ts'
import { facilityNames, severityNames } from './priority.ts'
import { readInteger, rightBracket } from './text-scan.ts'

/** One literal with every key, so that all syslog records share their hidden class. */
export function createSyslogFields(header: Header, peerName: string, peerAddress: string | undefined): Fields {
  const { priority, appname } = header
  const facility = priority >> 3
  let process = appname
  let pid = header.procid === undefined ? undefined : readInteger(header.procid)
  // Some senders leave `name[123]` in APP-NAME.
  if (process !== undefined && header.procid === undefined && process.charCodeAt(process.length - 1) === rightBracket) {
    const open = process.indexOf('[')
    pid = readInteger(process.slice(open + 1, -1))
    if (pid !== undefined && open > 0) process = process.slice(0, open)
  }
  return {
    'event.kind': 'event',
    'event.dataset': 'syslog',
    message: header.message === '' ? undefined : header.message,
    'host.name': header.hostname ?? peerName,
    'host.ip': peerAddress,
    'log.syslog.priority': priority === -1 ? undefined : priority,
    'log.syslog.facility.code': priority === -1 ? undefined : facility,
    'log.syslog.facility.name': priority === -1 ? undefined : facilityNames[facility],
    'log.syslog.severity.code': priority === -1 ? undefined : priority & 7,
    'log.syslog.severity.name': priority === -1 ? undefined : severityNames[priority & 7],
    'log.syslog.version': header.version,
    'log.syslog.hostname': header.hostname,
    'log.syslog.appname': appname,
    'log.syslog.procid': header.procid,
    'log.syslog.msgid': header.msgid,
    'log.syslog.structured_data': header.structuredData,
    'event.code': header.msgid,
    'process.name': process,
    'process.pid': pid,
    // What most message parsers add: here already, so that adding it does not change the object's shape.
    'event.category': undefined,
    'event.action': undefined,
    'event.outcome': undefined,
    'source.ip': undefined,
    'source.port': undefined,
    'user.name': undefined,
  }
}
