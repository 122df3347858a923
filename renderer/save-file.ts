/** Hands text to the browser as a file to keep. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Browsers read the blob after the click: taken away at once, there would be nothing to read.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
