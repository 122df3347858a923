import { create } from 'zustand'
import type { ContractError } from '../../app/contract/protocol.ts'

export interface Notice {
  id: number
  tone: 'info' | 'success' | 'warning' | 'danger'
  title: string
  body?: string
  /** Takes back what the notice tells of; the notice goes with it. */
  undo?: () => void
  action?: { label: string; run: () => void }
  /** Milliseconds it stays; 0 until dismissed. */
  duration: number
}
export type NewNotice = Omit<Notice, 'id' | 'duration' | 'tone'> & Partial<Pick<Notice, 'duration' | 'tone'>>

const most = 4
const standardDuration = 6_000

export const useNotices = create<{ notices: Notice[] }>(() => ({ notices: [] }))

let lastId = 0

/** Shows a toast, newest last; failures stay until dismissed. Returns its id. */
export function notify(notice: NewNotice): number {
  lastId += 1
  const tone = notice.tone ?? 'info'
  const full: Notice = { ...notice, tone, id: lastId, duration: notice.duration ?? (tone === 'danger' ? 0 : standardDuration) }
  useNotices.setState(({ notices }) => ({ notices: [...notices, full].slice(-most) }))
  return full.id
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

/** A failed request as a toast. What the analyst cancelled is no news. */
export function notifyFailure(title: string, error: ContractError): void {
  if (error.kind === 'cancelled') return
  const details = error.kind === 'invalid_input' ? error.issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ') : ''
  notify({ tone: 'danger', title, body: details === '' ? error.message : `${error.message} ${details}` })
}
