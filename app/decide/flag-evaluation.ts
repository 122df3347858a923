import type { Flag, FlagSubject } from '../model/flag.ts'

/** Why a flag has its value: nobody set it; switched off; by the user's being staff; by name; nobody named or no key; by percentage; a read that failed. */
export const flagReasons = ['default', 'off', 'staff_only', 'targeted', 'not_targeted', 'rollout', 'failed'] as const
export type FlagReason = (typeof flagReasons)[number]

export interface FlagEvaluation {
  enabled: boolean
  reason: FlagReason
}

export interface EvaluateOptions {
  /** What holds when nobody has set the flag. */
  fallback: boolean
  /** MD5 in hexadecimal: not for secrecy, but because buckets made elsewhere are made with it. */
  md5: (text: string) => string
}

/** A flag's value for a subject. What is off is off for everyone, whatever it would be targeted at. */
export function evaluateFlag(
  name: string,
  flag: Pick<Flag, 'enabled' | 'targeting'> | undefined,
  subject: FlagSubject,
  { fallback, md5 }: EvaluateOptions,
): FlagEvaluation {
  if (flag === undefined) return { enabled: fallback, reason: 'default' }
  if (!flag.enabled) return { enabled: false, reason: 'off' }
  const { staff_only, users, rollout } = flag.targeting
  const { user } = subject
  if (staff_only) return { enabled: user?.is_staff === true, reason: 'staff_only' }
  const named = isNamed(flag, subject)
  if (named === false) return { enabled: false, reason: 'not_targeted' }
  if (rollout >= 100) return { enabled: true, reason: named === true ? 'targeted' : 'rollout' }
  if (user !== undefined && users.includes(user.id)) return { enabled: true, reason: 'targeted' }
  if (rollout <= 0) return { enabled: false, reason: 'rollout' }
  const key = user?.id ?? subject.entity
  if (key === undefined) return { enabled: false, reason: 'not_targeted' }
  return { enabled: placeOf(name, key, md5) < rollout, reason: 'rollout' }
}

/** 0 to 99: the same key always lands in the same one, and each flag deals anew. */
export function bucketOf(name: string, key: string, md5: (text: string) => string): number {
  return Math.floor(placeOf(name, key, md5))
}

/** The bucket with the place within it, in hundredths: 12.5 % is no 13 %. */
function placeOf(name: string, key: string, md5: (text: string) => string): number {
  const digest = BigInt(`0x${md5(`${name}:${key}`)}`)
  return Number(digest % 100n) + Number((digest / 100n) % 100n) / 100
}

/** Whether the flag names the subject; `undefined` where it names nothing. */
function isNamed({ targeting }: Pick<Flag, 'targeting'>, { entity, tenant, source }: FlagSubject): boolean | undefined {
  const { entities, tenants, sources } = targeting
  if (entities.length === 0 && tenants.length === 0 && sources.length === 0) return undefined
  const holds = (list: readonly string[], value: string | undefined) => value !== undefined && list.includes(value)
  return holds(entities, entity) || holds(tenants, tenant) || holds(sources, source)
}
