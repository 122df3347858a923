import { useState } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { Tabs } from '../components/tabs.tsx'
import { KeyList } from './key-list.tsx'
import { closeOverlay, useOverlay } from '../state/overlay.ts'
import { useRoute } from '../state/route.ts'
import { glossary } from './glossary.ts'
import { pageHelp } from './page-help.ts'
import styles from './help.module.css'

/** Help over the page: what the page is, the keys, the words. Once in the shell. */
export function HelpOverlay() {
  const isOpen = useOverlay(({ overlay }) => overlay === 'help')
  const page = useRoute((route) => route.page)
  const [tab, setTab] = useState<'page' | 'keys' | 'words'>('keys')
  const { title, paragraphs } = pageHelp[page]
  return (
    <Dialog title="Help" size="large" isOpen={isOpen} onClose={closeOverlay}>
      <Tabs
        label="Help"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'keys', title: 'Keys', content: <KeyList /> },
          {
            id: 'page',
            title: `About ${title}`,
            content: (
              <div className={styles.text}>
                {paragraphs.map((paragraph) => (
                  <p key={paragraph}>{paragraph}</p>
                ))}
              </div>
            ),
          },
          { id: 'words', title: 'Words', content: <Glossary /> },
        ]}
      />
    </Dialog>
  )
}

function Glossary() {
  return (
    <dl className={styles.words}>
      {glossary.map(({ word, means }) => (
        <div key={word} className={styles.entry}>
          <dt>{word}</dt>
          <dd>{means}</dd>
        </div>
      ))}
    </dl>
  )
}
