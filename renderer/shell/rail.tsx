import {
  Activity,
  BookOpenCheck,
  Brain,
  Cable,
  ChartSpline,
  CircleHelp,
  Database,
  Flag,
  FlaskConical,
  HeartPulse,
  Inbox,
  Radio,
  Rocket,
  Settings,
  type LucideIcon,
} from 'lucide-react'
import { Link } from 'react-aria-components'
import { IconButton } from '../components/icon-button.tsx'
import { Tooltip } from '../components/tooltip.tsx'
import { commandOf, type CommandId } from '../keys/commands.ts'
import { keysOf } from '../keys/keymap.ts'
import { showOverlay } from '../state/overlay.ts'
import { usePreferences } from '../state/preferences.ts'
import { fragmentOf, useRoute, type Page } from '../state/route.ts'
import { useOpenCount } from '../state/events.ts'
import styles from './rail.module.css'

const entries: readonly { page: Page; title: string; icon: LucideIcon }[] = [
  { page: 'live', title: 'Live', icon: Radio },
  { page: 'queue', title: 'Queue', icon: Inbox },
  { page: 'rules', title: 'Rules', icon: BookOpenCheck },
  { page: 'signals', title: 'Signals', icon: ChartSpline },
  { page: 'sandbox', title: 'Sandbox', icon: FlaskConical },
  { page: 'models', title: 'Models', icon: Brain },
  { page: 'datasets', title: 'Datasets', icon: Database },
  { page: 'sources', title: 'Sources', icon: Cable },
  { page: 'flags', title: 'Flags', icon: Flag },
  { page: 'health', title: 'Health', icon: HeartPulse },
  { page: 'activity', title: 'Activity', icon: Activity },
]

/** The way to every page there is. */
export function Rail() {
  return (
    <nav className={styles.rail} aria-label="Pages">
      {entries.map((entry) => (
        <RailLink key={entry.page} {...entry} />
      ))}
      <span className={styles.gap} />
      <RailLink page="start" title="Getting started" icon={Rocket} />
      <IconButton icon={<CircleHelp aria-hidden />} label="Help" keys="?" onPress={() => showOverlay('help')} />
      <RailLink page="settings" title="Settings" icon={Settings} />
    </nav>
  )
}

function RailLink({ page, title, icon: Icon }: { page: Page; title: string; icon: LucideIcon }) {
  const current = useRoute((route) => route.page === page)
  const chosen = usePreferences(({ keys }) => keys)
  const open = useOpenCount(({ count }) => (page === 'queue' ? count : 0))
  const command = commandOf(`go.${page}` satisfies CommandId)
  return (
    <Tooltip text={title} keys={command && keysOf(command, chosen)[0]} placement="right">
      <Link
        href={fragmentOf({ page, parameters: {} })}
        className={styles.link ?? ''}
        aria-current={current ? 'page' : undefined}
        aria-label={open > 0 ? `${title}, ${open} open` : title}
      >
        <Icon aria-hidden />
        <span className={styles.title} aria-hidden="true">
          {title}
        </span>
        {open > 0 && (
          <span className={styles.count} aria-hidden="true">
            {open > 99 ? '99+' : open}
          </span>
        )}
      </Link>
    </Tooltip>
  )
}
