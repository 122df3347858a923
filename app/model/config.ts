import { z } from 'zod'
import { datasetsSchema } from './dataset-settings.ts'
import { secretPatterns } from './masking.ts'
import { modelsSchema } from './model-settings.ts'
import { profileCoreSchema } from './rule-profile.ts'
import { sourceSchema } from './source.ts'
import { presetNames, streamSchema } from './stream.ts'

const gibibyte = 1024 ** 3

const networkSchema = z.union([z.cidrv4(), z.cidrv6()], { error: 'not a network in CIDR notation, such as 10.0.0.0/8' })

export const retentionSchema = z.strictObject({
  days: z.number().min(1).max(3650).default(30).describe('Telemetry older than this is dropped, a whole segment at a time'),
  budget_gib: z.number().min(0.1).max(100_000).default(20).describe('Telemetry beyond this many GiB is dropped, oldest first'),
})

export const enrichSchema = z.strictObject({
  home_networks: z
    .array(networkSchema)
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

const prefixes = z.array(z.string().min(1).max(200)).max(200)

/** How HTTP records are read by the request patterns. */
export const requestsSchema = z.strictObject({
  api_version: z.string().default('api/v1').describe('Version part that the default prefixes begin with'),
  sensitive_prefixes: prefixes.nullable().default(null).describe('Paths whose writes are watched for bursts; empty takes the defaults'),
  probe_prefixes: prefixes.nullable().default(null).describe('Paths whose hits are watched for probing; empty takes the defaults'),
  trusted_proxies: z
    .array(networkSchema)
    .default([])
    .describe('Proxies whose X-Forwarded-For is believed: the right-most address not among them is the client'),
  trust_x_forwarded_for: z
    .boolean()
    .default(false)
    .describe('Believe the first address of X-Forwarded-For, from anyone. A client can write any address there: prefer trusted_proxies'),
})

export type RequestSettings = z.infer<typeof requestsSchema>

/** What is never kept. */
export const maskingSchema = z.strictObject({
  fragments: z
    .array(z.string().min(2).max(50))
    .default([
      'password',
      'token',
      'refresh',
      'access',
      'authorization',
      'secret',
      'api_key',
      'card',
      'cvv',
      'pin',
      'cookie',
      'session',
      'csrf',
      'set-cookie',
    ])
    .describe('Parts of key names whose values are replaced by ***'),
  exempt_keys: z
    .array(z.string().min(1).max(200))
    .default([])
    .describe('Keys that hold a fragment and are kept all the same, such as shipping'),
  patterns: z
    .partialRecord(z.enum(secretPatterns), z.boolean())
    .default({})
    .describe('Secrets looked for in text; each is on unless false here'),
})

/** Where flag values come from. */
export const flagsSchema = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('console') }),
  z.strictObject({
    provider: z.literal('openfeature'),
    module: z.string().nullable().default(null).describe('File whose default export is an OpenFeature server provider (or makes one)'),
    ofrep_url: z.url().nullable().default(null).describe('Address of an OpenFeature Remote Evaluation Protocol server'),
    ofrep_headers: z
      .record(z.string().regex(/^[\w-]+$/), z.string().min(1))
      .default({})
      .describe('Headers for it, such as Authorization: each with the name of the environment variable that holds its value'),
  }),
])

/** The part of a profile that vedette.yml and ANOMALY_RULE_PROFILES may set. */
export const profileOverrideSchema = z.strictObject(profileCoreSchema.shape)

/** What the Settings page edits: the part of vedette.yml that is not a list of sources. */
export const settingsSchema = z.strictObject({
  user: userSchema.default(null).describe('Your name in the activity log; empty uses the login name'),
  retention: retentionSchema.prefault({}),
  enrichers: enrichSchema.prefault({}),
  channels: channelsSchema.prefault({}),
  requests: requestsSchema.prefault({}),
  masking: maskingSchema.prefault({}),
})
/** A change of some settings; a section is replaced whole. Not `settingsSchema.partial()`: that fills what is left out with defaults. */
export const settingsChangeSchema = z.strictObject({
  user: userSchema.optional(),
  retention: retentionSchema.optional(),
  enrichers: enrichSchema.optional(),
  channels: channelsSchema.optional(),
  requests: requestsSchema.optional(),
  masking: maskingSchema.optional(),
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
  rule_profiles: z
    .record(z.string().min(1), profileOverrideSchema)
    .default({})
    .describe('Anomaly type → score, severity and category over the package’s; an analyst’s edit in the window goes over both'),
  flags: flagsSchema.default({ provider: 'console' }),
  streams: z.array(streamSchema).default([]).describe('Metrics over time, and what judges them (docs/streams.md)'),
  signals: z
    .strictObject({
      presets: z.array(z.enum(presetNames)).default([]).describe('Streams that need no configuration, by name'),
      retention_days: z.number().min(1).max(3650).default(90).describe('Verdicts older than this are dropped'),
    })
    .prefault({}),
  models: modelsSchema.prefault({}).describe('How models are made (docs/models.md)'),
  datasets: datasetsSchema.prefault({}).describe('How answers of applications’ queries are watched (docs/datasets.md)'),
  server: z
    .strictObject({
      port: z.int().min(0).max(65535).default(0).describe('Port of the headless console, or of the desktop’s API; 0 takes a free one'),
      api: z.boolean().nullable().default(null).describe('The API for applications under /v1; empty: on headless, off on the desktop'),
      api_requests_per_minute: z.int().min(1).default(6000).describe('What one token may ask in a minute'),
    })
    .prefault({}),
})
export type Config = z.infer<typeof configSchema>

export const defaultSources = [
  { id: 'syslog-udp', type: 'syslog-udp', address: '127.0.0.1', port: 5514, enabled: true, timezone: 'local' },
  { id: 'syslog-tcp', type: 'syslog-tcp', address: '127.0.0.1', port: 5514, enabled: true, timezone: 'local' },
  { id: 'netflow', type: 'netflow-udp', address: '127.0.0.1', port: 2055, enabled: true, timezone: 'local' },
] as const satisfies Config['sources']

export const gibibytes = (count: number): number => count * gibibyte
