/**
 * Progress goes to stderr, one plain line each, so that a command's `--json` on stdout stays whole.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`vedette: ${line}\n`)
}

/** Something the person at the keyboard has to know or do; ends the run with a message instead of a stack. */
export class PlainFailure extends Error {}
