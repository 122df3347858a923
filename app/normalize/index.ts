import { accessLog } from './access-log.ts'
import { cron } from './cron.ts'
import { firewall } from './firewall.ts'
import { jsonEvent } from './json-event.ts'
import { measurement } from './measurement.ts'
import { netflow } from './netflow.ts'
import { pam } from './pam.ts'
import type { MessageParser, WireFormat } from './parser.ts'
import { request } from './request.ts'
import { sshd } from './sshd.ts'
import { su } from './su.ts'
import { sudo } from './sudo.ts'
import { createSyslog } from './syslog.ts'

/** What reads the text inside a log line. To add one: its file, its test, one line here. */
export const messageParsers: readonly MessageParser[] = [sshd, sudo, su, cron, pam, firewall, accessLog]

/** How bytes become records. To add one: its file, its test, one line here. */
export const wireFormats: readonly WireFormat[] = [createSyslog(messageParsers), netflow, request, measurement, jsonEvent]
