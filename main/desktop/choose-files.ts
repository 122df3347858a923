import { BrowserWindow, dialog, type OpenDialogOptions, type WebContents } from 'electron'

const options: OpenDialogOptions = {
  title: 'Import logs and captures',
  properties: ['openFile', 'multiSelections'],
  filters: [
    { name: 'Logs and captures', extensions: ['log', 'txt', 'json', 'jsonl', 'ndjson', 'pcap', 'pcapng', 'cap', 'gz'] },
    { name: 'All files', extensions: ['*'] },
  ],
}

/** The system's file picker over the window that asked; no files when the analyst cancels. */
export async function chooseFiles(sender: WebContents): Promise<string[]> {
  const window = BrowserWindow.fromWebContents(sender)
  const { canceled, filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options)
  return canceled ? [] : filePaths
}
