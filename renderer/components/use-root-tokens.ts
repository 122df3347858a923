import { useSyncExternalStore } from 'react'

/** `data-theme` and `data-density` of the root element, as one text that changes when either does. */
export function useRootLook(): string {
  return useSyncExternalStore(watchRoot, () => `${document.documentElement.dataset.theme} ${document.documentElement.dataset.density}`)
}

/** The value of a token now (`--critical` → `#f0324b`), for what is drawn on a canvas. */
export function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function watchRoot(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density'] })
  return () => observer.disconnect()
}
