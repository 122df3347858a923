import { Menu, nativeImage, Tray } from 'electron'

/** Held here: a tray that is collected as garbage disappears. */
const shown = new Set<Tray>()

/** The sign that Vedette goes on listening while no window is open. */
export function showTray(icon: string, actions: { open(): void; quit(): void }): void {
  const tray = new Tray(nativeImage.createFromPath(icon))
  tray.setToolTip('Vedette is listening')
  tray.setContextMenu(
    Menu.buildFromTemplate([{ label: 'Open Vedette', click: actions.open }, { type: 'separator' }, { label: 'Quit', click: actions.quit }]),
  )
  tray.on('click', actions.open)
  shown.add(tray)
}
