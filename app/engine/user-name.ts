import { userInfo } from 'node:os'
import type { Config } from '../model/config.ts'

/** The name that goes into the activity log. */
export function userName(config: Pick<Config, 'user'>): string {
  return config.user ?? process.env['VEDETTE_USER'] ?? userInfo().username
}
