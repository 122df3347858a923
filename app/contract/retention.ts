import { z } from 'zod'
import type { RetentionRun } from '../model/retention.ts'
import { request } from './request.ts'

export const retentionRequests = {
  /** Takes away all that is past its time, now; by itself it is done every hour, telemetry as soon as it is due. */
  'retention.run': request<RetentionRun>()(z.strictObject({})),
} as const
