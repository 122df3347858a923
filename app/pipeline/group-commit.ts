/** Many who wait for what they handed over to be stored share one flush: whoever asks while one is under way waits for the next. */
export class GroupCommit {
  private current: Promise<void> = Promise.resolve()
  private next: Promise<void> | undefined
  private readonly flush: () => Promise<void>

  constructor(flush: () => Promise<void>) {
    this.flush = flush
  }

  /** Resolves when everything handed over before this call is stored. */
  soon(): Promise<void> {
    this.next ??= this.begin(this.current)
    return this.next
  }

  private async begin(before: Promise<void>): Promise<void> {
    // How the one before ended is told to those who waited for it.
    await before.catch(() => undefined)
    this.current = this.next ?? before
    this.next = undefined
    await this.flush()
  }
}
