import { makeChance } from '../../app/detect/forest/random.ts'

export interface LabelledRows {
  name: string
  rows: number[][]
  isAttack: boolean[]
}

/** Made up and seeded: normal rows of several shapes, and a few attacks that differ from them in some columns. */
export function makeLabelledRows(count: number): LabelledRows[] {
  return [
    makeSet('three clusters, 12 columns', { count, columns: 12, share: 0.02, seed: 1, shape: 'clusters' }),
    makeSet('one cloud, 10 columns', { count, columns: 10, share: 0.05, seed: 2, shape: 'cloud' }),
    makeSet('heavy tails, 8 columns', { count, columns: 8, share: 0.03, seed: 3, shape: 'heavy' }),
    makeSet('attacks in 3 of 10 columns', { count, columns: 10, share: 0.02, seed: 4, shape: 'local' }),
  ]
}

interface Shape {
  count: number
  columns: number
  share: number
  seed: number
  shape: 'clusters' | 'cloud' | 'heavy' | 'local'
}

function makeSet(name: string, { count, columns, share, seed, shape }: Shape): LabelledRows {
  const chance = makeChance(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
  const rows: number[][] = []
  const isAttack: boolean[] = []
  for (let row = 0; row < count; row += 1) {
    const attack = chance.next() < share
    const cluster = chance.below(3)
    rows.push(
      Array.from({ length: columns }, (_, column) => {
        const usual =
          shape === 'clusters' ? ((cluster * 7 + column * 3) % 5) * 2 + normal() : shape === 'heavy' ? Math.exp(1.5 * normal()) : normal()
        if (!attack || (shape === 'local' && column > 2)) return usual
        return usual + (column % 3 === 0 ? 3 : 0.5) * normal() + (column % 3 === 1 ? 2 : 0)
      }),
    )
    isAttack.push(attack)
  }
  return { name, rows, isAttack }
}
