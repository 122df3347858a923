import { Command } from 'cmdk'
import { useEffect, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { Kbd } from '../components/kbd.tsx'
import { closeOverlay, useOverlay } from '../state/overlay.ts'
import { usePaletteEntries, type PaletteEntry } from './palette-entries.ts'
import { rankEntries } from './palette-ranking.ts'
import styles from './palette.module.css'

/**
 * Everything that can be done, by name. cmdk's Command in our own modal: cmdk's Dialog is Radix', which injects
 * style elements that the content policy refuses.
 */
export function Palette() {
  const isOpen = useOverlay(({ overlay }) => overlay === 'palette')
  return (
    <ModalOverlay className={styles.overlay ?? ''} isOpen={isOpen} onOpenChange={(open) => !open && closeOverlay()} isDismissable>
      <Modal className={styles.modal ?? ''}>
        <Dialog aria-label="Command palette" className={styles.dialog ?? ''}>
          <PaletteCommand />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteCommand() {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<PaletteEntry>()
  const groups = rankEntries(usePaletteEntries(text), text)
  // Only once the palette has gone and the focus is back where it was does the command run.
  useEffect(() => {
    if (chosen === undefined) return
    closeOverlay()
    requestAnimationFrame(() => chosen.run())
  }, [chosen])
  return (
    <Command label="Commands" className={styles.command} shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Type a command, a rule, an address…"
        className={styles.input}
      />
      <Command.List className={styles.list} label="Commands">
        <Command.Empty className={styles.empty}>Nothing is called that.</Command.Empty>
        {groups.map(({ title, entries }) => (
          <Command.Group key={title} heading={title} className={styles.group}>
            {entries.map((entry) => (
              <Command.Item key={entry.id} value={entry.id} onSelect={() => setChosen(entry)} className={styles.item}>
                <span className={styles.title}>{entry.title}</span>
                {entry.keys !== undefined && <Kbd keys={entry.keys} />}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}
