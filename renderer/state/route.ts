import { create } from 'zustand'

export const pages = [
  'start',
  'live',
  'queue',
  'rules',
  'signals',
  'sandbox',
  'models',
  'datasets',
  'sources',
  'flags',
  'health',
  'activity',
  'settings',
] as const
export type Page = (typeof pages)[number]

export interface Route {
  page: Page
  parameters: Record<string, string>
}

export const useRoute = create<Route>(() => ({ page: 'live', parameters: {} }))

/** `#/rules?rule=port_scan` ↔ route. The fragment, since both hosts serve one page and it never leaves the machine. */
export function readRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?')
  const page = pages.find((name) => name === path) ?? 'live'
  return { page, parameters: Object.fromEntries(new URLSearchParams(query)) }
}

export function fragmentOf({ page, parameters }: Route): string {
  const query = new URLSearchParams(parameters).toString()
  return query === '' ? `#/${page}` : `#/${page}?${query}`
}

/** Goes to a page, so that the browser's Back returns. */
export function goTo(page: Page, parameters: Record<string, string> = {}): void {
  window.location.hash = fragmentOf({ page, parameters })
}

/** Changes what is shown of this page without a new step in the browser's history. */
export function refineRoute(parameters: Record<string, string>): void {
  const { page } = useRoute.getState()
  window.history.replaceState(window.history.state, '', fragmentOf({ page, parameters }))
  useRoute.setState({ page, parameters })
}

export function startRoute(page: Pick<Window, 'location' | 'addEventListener' | 'removeEventListener'>): () => void {
  const follow = () => useRoute.setState(readRoute(page.location.hash))
  follow()
  page.addEventListener('hashchange', follow)
  return () => page.removeEventListener('hashchange', follow)
}
