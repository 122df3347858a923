import envPaths from 'env-paths'

/** `VEDETTE_HOME`, else the place the operating system has for a program's data. */
export function defaultHome(): string {
  return process.env['VEDETTE_HOME'] ?? envPaths('vedette', { suffix: '' }).data
}
