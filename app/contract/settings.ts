import { z } from 'zod'
import { settingsChangeSchema, type Settings } from '../model/config.ts'
import type { Health } from '../model/counters.ts'
import type { MaskingReport } from '../model/masking.ts'
import { request } from './request.ts'

const none = z.strictObject({})

/** How the console is set, and how it is. */
export const settingsRequests = {
  'settings.get': request<SettingsAnswer>()(none),
  'settings.set': request<SettingsAnswer>()(z.strictObject({ settings: settingsChangeSchema })),

  'masking.report': request<MaskingReport>()(none),

  'health.get': request<Health>()(none),
} as const

export interface SettingsAnswer {
  settings: Settings
  /** Settings that a name such as `ANOMALY_API_VERSION` sets, in the environment or the file: a change here does not reach them. */
  overridden: { path: string; by: string }[]
  /** Where the file is, and what is wrong with it (the running settings stay in force). */
  file: string
  problems: { line: number; column: number; path: string; message: string }[]
  attributions: { name: string; licence: string; text: string }[]
}
