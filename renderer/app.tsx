import { useEffect, useRef } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Toasts } from './components/toasts.tsx'
import { HelpOverlay } from './help/help-overlay.tsx'
import { addHandler } from './keys/handlers.ts'
import { windowCommands } from './keys/window-commands.ts'
import { Palette } from './palette/palette.tsx'
import { Banners } from './shell/banners.tsx'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { pageViews } from './shell/page-views.ts'
import { Rail } from './shell/rail.tsx'
import { TopBar } from './shell/top-bar.tsx'
import { goTo, useRoute } from './state/route.ts'
import { useSession } from './state/session.ts'
import styles from './app.module.css'

/** The window: rail, top bar, one page, and what lies over them. */
export function App() {
  const page = useRoute((route) => route.page)
  const view = useSession((session) => session.view)
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    const stops = windowCommands.map(([id, run]) => addHandler(id, { run, inDialog: false }))
    return () => stops.forEach((stop) => stop())
  }, [])
  useFirstRun()
  useEffect(() => window.vedette?.onOpenEvent((event) => goTo('queue', { event })), [])

  const View = pageViews[page]
  return (
    <I18nProvider locale="en-GB">
      <a
        className={styles.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to the page
      </a>
      <div className={styles.window}>
        <Rail />
        <div className={styles.column}>
          <TopBar />
          <Banners />
          <main className={styles.main} id="main" ref={main} tabIndex={-1}>
            <ErrorBoundary key={`${page} ${view}`}>
              <View />
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <Palette />
      <HelpOverlay />
      <Toasts />
    </I18nProvider>
  )
}

/** Shows the first-run question to whoever opens a fresh console at no page in particular. */
function useFirstRun(): void {
  const firstRun = useSession(({ hello }) => hello?.first_run)
  const asked = useRef(false)
  useEffect(() => {
    if (firstRun !== true || asked.current) return
    asked.current = true
    if (/^#?\/?$/.test(window.location.hash)) goTo('start')
  }, [firstRun])
}
