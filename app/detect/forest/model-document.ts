import type { FittedModel } from './fitted-model.ts'
import { packNumbers, unpackFloat32, unpackInt32, unpackUint16, unpackUint32 } from './packed-arrays.ts'
import type { Scaling } from './scaling.ts'

/** A model as it is kept: JSON, with its arrays as base64. */
export interface ModelDocument {
  format: 1
  scaling: Scaling
  limit: number
  scores: number[]
  trees:
    | {
        kind: 'isolation_forest'
        columns: number
        samples: number
        roots: string
        feature: string
        threshold: string
        right: string
        size: string
        low: string
        high: string
        fixed: string
        fixedAt: string
        least: number[]
        most: number[]
      }
    | {
        kind: 'half_space_trees'
        columns: number
        trees: number
        depth: number
        profile: number
        rows: number
        feature: string
        threshold: string
        mass: string
      }
}

export function saveModel({ scaling, limit, scores, trees }: FittedModel): ModelDocument {
  const { feature, threshold } = trees
  const packed = { feature: packNumbers(feature), threshold: packNumbers(threshold) }
  if (trees.kind === 'isolation_forest') {
    const { kind, columns, samples, least, most } = trees
    const own = {
      roots: packNumbers(trees.roots),
      right: packNumbers(trees.right),
      size: packNumbers(trees.size),
      low: packNumbers(trees.low),
      high: packNumbers(trees.high),
      fixed: packNumbers(trees.fixed),
      fixedAt: packNumbers(trees.fixedAt),
      least,
      most,
    }
    return { format: 1, scaling, limit, scores, trees: { kind, columns, samples, ...packed, ...own } }
  }
  const { kind, columns, depth, profile, rows, mass } = trees
  return {
    format: 1,
    scaling,
    limit,
    scores,
    trees: { kind, columns, trees: trees.trees, depth, profile, rows, ...packed, mass: packNumbers(mass) },
  }
}

/** Throws on what this version cannot read. */
export function reviveModel(document: ModelDocument): FittedModel {
  if (document.format !== 1) throw new Error(`a model of format ${String(document.format)}, which this version cannot read`)
  const { scaling, limit, scores, trees } = document
  const arrays = { feature: unpackUint16(trees.feature), threshold: unpackFloat32(trees.threshold) }
  if (trees.kind === 'isolation_forest') {
    const own = {
      roots: unpackInt32(trees.roots),
      right: unpackInt32(trees.right),
      size: unpackUint16(trees.size),
      low: unpackFloat32(trees.low),
      high: unpackFloat32(trees.high),
      fixed: unpackUint16(trees.fixed),
      fixedAt: unpackFloat32(trees.fixedAt),
    }
    return { scaling, limit, scores, trees: { ...trees, ...arrays, ...own } }
  }
  // They scored on another scale then.
  if ((trees as Partial<typeof trees>).profile === undefined) throw new Error('half-space trees of an earlier version: train them anew')
  return { scaling, limit, scores, trees: { ...trees, ...arrays, mass: unpackUint32(trees.mass) } }
}
