/** Every message between the window's preload and main. The conversation with the engine goes over its own port instead. */
export const channels = {
  /** preload → main: a window is there and wants a port to the engine. */
  attach: 'window:attach',
  /** main → preload: the port (a new one after every restart of the engine). */
  port: 'engine:port',
  /** main → preload: the engine ended; text for the analyst. */
  down: 'engine:down',
  /** preload → main, answered: the system's file picker. */
  chooseFiles: 'files:choose',
  /** main → preload: a notification was clicked; the event's id. */
  openEvent: 'event:open',
} as const
