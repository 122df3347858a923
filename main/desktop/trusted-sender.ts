import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { z } from 'zod'
import { isOwnAddress } from './origin.ts'

/** A message of the window that passed the check: who sent it, and its argument as the schema reads it. */
type TrustedListener<Schema extends z.ZodType, Result> = (sender: WebContents, argument: z.output<Schema>) => Result

/**
 * Only the main frame of a page of ours may speak to main: a frame inside it, or a page that took its place,
 * has the same preload and the same channels (Electron's security checklist, point 17).
 */
export function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && isOwnAddress(frame.url)
}

/** Every one-way message to main is heard through here. An untrusted or malformed one is dropped and reported. */
export function hear<Schema extends z.ZodType>(
  channel: string,
  schema: Schema,
  listener: TrustedListener<Schema, void>,
  refused: (message: string) => void,
): void {
  ipcMain.on(channel, (event, argument: unknown) => {
    const parsed = isTrusted(event) ? schema.safeParse(argument) : undefined
    if (parsed?.success) listener(event.sender, parsed.data)
    else refused(`a message on ${channel} was refused`)
  })
}

/** Every question to main is answered through here; an untrusted or malformed one is answered with a failure. */
export function answer<Schema extends z.ZodType, Output>(
  channel: string,
  schema: Schema,
  listener: TrustedListener<Schema, Promise<Output>>,
  refused: (message: string) => void,
): void {
  ipcMain.handle(channel, (event, argument: unknown) => {
    const parsed = isTrusted(event) ? schema.safeParse(argument) : undefined
    if (parsed?.success) return listener(event.sender, parsed.data)
    refused(`a question on ${channel} was refused`)
    throw new Error('refused')
  })
}
