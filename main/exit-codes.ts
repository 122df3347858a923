/** What the command line ends with (docs/command-line.md). */
export const exitCodes = {
  done: 0,
  /** It began and failed: a file that cannot be read, a disk that is full. */
  failed: 1,
  /** Asked wrongly: an unknown option, a query or a vedette.yml with an error. */
  usage: 2,
  /** The store is in use by another Vedette, corrupt, or of a newer version. */
  store: 3,
  /** `demo` only: a planted attack was not found. */
  missed: 4,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
