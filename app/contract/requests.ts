import type { z } from 'zod'
import { accessRequests } from './access.ts'
import { datasetRequests } from './datasets.ts'
import { eventRequests } from './events.ts'
import { flagRequests } from './flags.ts'
import { importRequests } from './imports.ts'
import { modelRequests } from './models.ts'
import { profileRequests } from './profiles.ts'
import { recordRequests } from './records.ts'
import { retentionRequests } from './retention.ts'
import { engineRequests, sandboxRequests } from './sandbox.ts'
import { sessionRequests } from './session.ts'
import { settingsRequests } from './settings.ts'
import { signalRequests } from './signals.ts'
import { sourceRequests } from './sources.ts'

/** Every request there is: name → input schema and answer. The implementation is checked against this table. */
export const requests = {
  ...sessionRequests,
  ...recordRequests,
  ...eventRequests,
  ...sourceRequests,
  ...flagRequests,
  ...profileRequests,
  ...accessRequests,
  ...signalRequests,
  ...modelRequests,
  ...datasetRequests,
  ...importRequests,
  ...retentionRequests,
  ...settingsRequests,
  ...engineRequests,
  ...sandboxRequests,
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type RequestInput<Name extends RequestName> = z.input<Requests[Name]['input']>
export type RequestParsed<Name extends RequestName> = z.output<Requests[Name]['input']>
export type RequestOutput<Name extends RequestName> = Requests[Name]['output']
