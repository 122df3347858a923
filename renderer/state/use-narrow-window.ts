import { useSyncExternalStore } from 'react'

/** Lists leave out then, until asked, what is not needed to tell their rows apart. */
const narrow = '(max-width: 1199px)'

export function useNarrowWindow(): boolean {
  return useSyncExternalStore(listen, () => window.matchMedia(narrow).matches)
}

function listen(changed: () => void): () => void {
  const media = window.matchMedia(narrow)
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}
