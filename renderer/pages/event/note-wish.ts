import { create } from 'zustand'

/** The event a note is about to be written on: its field takes the focus once it is on screen, however long the event takes to load. */
export const useNoteWish = create<{ event: string | undefined }>(() => ({ event: undefined }))

export function wishNote(event: string): void {
  useNoteWish.setState({ event })
}

export function forgetNoteWish(): void {
  useNoteWish.setState({ event: undefined })
}
