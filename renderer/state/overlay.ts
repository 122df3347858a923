import { create } from 'zustand'

/** What lies over the page; at most one at a time. */
export type Overlay = 'none' | 'palette' | 'help'

export const useOverlay = create<{ overlay: Overlay }>(() => ({ overlay: 'none' }))

export function showOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay })
}

export function closeOverlay(): void {
  useOverlay.setState({ overlay: 'none' })
}
