import { z } from 'zod'
import { sourceSchema } from './source.ts'

const gibibyte = 1024 ** 3

const networkSchema = z.union([z.cidrv4(), z.cidrv6()], { error: 'not a network in CIDR notation, such as 10.0.0.0/8' })

export const retentionSchema = z.strictObject({
  days: z.number().min(1).max(3650).default(30).describe('Telemetry older than this is dropped, a whole segment at a time'),
  budget_gib: z.number().min(0.1).max(100_000).default(20).describe('Telemetry beyond this many GiB is dropped, oldest first'),
})

export const enrichSchema = z.strictObject({
  home_networks: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10'])
    .describe('Your own networks in CIDR notation; they decide network.direction'),
  zones: z.record(z.string(), z.array(networkSchema)).default({}).describe('Zone name → networks'),
  country_mmdb: z.string().nullable().default(null).describe('Your own country database (.mmdb); empty uses the packaged one'),
  asn_mmdb: z.string().nullable().default(null).describe('Your own ASN database (.mmdb); empty uses the packaged one'),
})

const userSchema = z.string().min(1).max(100).nullable()
const channelsSchema = z.strictObject({
  notification: z.boolean().default(true).describe('Desktop notification for alerts'),
  log: z.boolean().default(true).describe('Alerts in the log'),
})

/** What the Settings page edits: the part of vedette.yml that is not a list of sources. */
export const settingsSchema = z.strictObject({
  user: userSchema.default(null).describe('Your name in the activity log; empty uses the login name'),
  retention: retentionSchema.prefault({}),
  enrichers: enrichSchema.prefault({}),
  channels: channelsSchema.prefault({}),
})
/** A change of some settings; a section is replaced whole. Not `settingsSchema.partial()`: that fills what is left out with defaults. */
export const settingsChangeSchema = z.strictObject({
  user: userSchema.optional(),
  retention: retentionSchema.optional(),
  enrichers: enrichSchema.optional(),
  channels: channelsSchema.optional(),
})
export type Settings = z.infer<typeof settingsSchema>

/** The whole of vedette.yml (DESIGN section 6). */
export const configSchema = settingsSchema.extend({
  version: z.literal(1).describe('Version of this file’s format'),
  sources: z.array(sourceSchema).default([]).describe('What listens'),
  detectors: z
    .record(z.string(), z.record(z.string(), z.number()))
    .default({})
    .describe('Detector name → parameters that differ from the package’s defaults'),
  server: z
    .strictObject({ port: z.int().min(0).max(65535).default(0).describe('Port of the headless console; 0 takes a free one') })
    .prefault({}),
})
export type Config = z.infer<typeof configSchema>

export const defaultSources = [
  { id: 'syslog-udp', type: 'syslog-udp', address: '127.0.0.1', port: 5514, enabled: true, timezone: 'local' },
  { id: 'syslog-tcp', type: 'syslog-tcp', address: '127.0.0.1', port: 5514, enabled: true, timezone: 'local' },
  { id: 'netflow', type: 'netflow-udp', address: '127.0.0.1', port: 2055, enabled: true, timezone: 'local' },
] as const satisfies Config['sources']

export const gibibytes = (count: number): number => count * gibibyte
