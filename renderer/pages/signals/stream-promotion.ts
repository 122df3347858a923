import { create } from 'zustand'
import type { StreamDraft } from './stream-draft.ts'

/** What the sandbox hands to the form of a new stream: the engine that was chosen there, and what it was tried on. */
export const usePromotion = create<{ draft: Partial<StreamDraft> | undefined; said: string }>(() => ({ draft: undefined, said: '' }))

export function promote(draft: Partial<StreamDraft>, said: string): void {
  usePromotion.setState({ draft, said })
}

export function forgetPromotion(): void {
  usePromotion.setState({ draft: undefined, said: '' })
}
