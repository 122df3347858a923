import { resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..', '..', '..')
export const dist = (...path: string[]): string => resolve(root, 'dist', ...path)
