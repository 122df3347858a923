import type { EngineParameters } from '../../model/engine.ts'
import type { EngineType } from './engine.ts'
import { ContextMemory } from './context-memory.ts'
import { alertBudget, JudgingEngine, ruleOf, type Method, type Reading } from './judging.ts'
import { ValueRange } from './value-range.ts'

/** The method's score is 0 to 1; strangeness is finer. */
const strangenessOfScore = 10

const range = { minimum: -1e150, maximum: 1e150, unit: 'of the signal', default: null, kind: 'optional-number' } as const

export const cad: EngineType = {
  name: 'cad',
  title: 'Contexts (CAD-OSE)',
  description:
    'Remembers what follows what: the value in a few bits, and which of such rules came true a moment before. A value after which few rules come true and many would be new is an anomaly.',
  good_for: 'States and short repeating patterns: levels, modes, cycles of a few steps.',
  bad_for:
    'Noise without order, and fine differences of level: it sees 2 to the power of its bits of them. It has no band, and keeps more in memory than the others.',
  parameters: [
    {
      name: 'min_value',
      title: 'Least value',
      ...range,
      absent: 'learnt',
      at_most: 'max_value',
      help: 'The lowest value there can be; learnt from the first 50 when left out.',
    },
    {
      name: 'max_value',
      title: 'Largest value',
      ...range,
      absent: 'learnt',
      help: 'The highest value there can be; learnt from the first 50 when left out.',
    },
    {
      name: 'threshold',
      title: 'Threshold',
      kind: 'number',
      default: 0.95,
      minimum: 0.01,
      maximum: 1,
      unit: 'of the method’s score',
      help: 'The method’s own score from which on a value is an anomaly.',
    },
    {
      name: 'rest_period',
      title: 'Rest',
      kind: 'integer',
      default: 30,
      minimum: 1,
      maximum: 10_000,
      unit: 'values',
      help: 'After a score at the threshold, nothing is an anomaly for so many values: what follows a surprise is new too.',
    },
    {
      name: 'max_left_semi_contexts_length',
      title: 'Longest condition',
      kind: 'integer',
      default: 8,
      minimum: 1,
      maximum: 64,
      unit: 'facts',
      help: 'The most facts that the condition of a generalised rule may have.',
    },
    {
      name: 'max_active_neurons_num',
      title: 'Rules kept in mind',
      kind: 'integer',
      default: 16,
      minimum: 1,
      maximum: 4096,
      unit: 'rules',
      help: 'How many of the rules that came true, the best proven ones, are facts for the next value.',
    },
    {
      name: 'num_norm_value_bits',
      title: 'Bits of a value',
      kind: 'integer',
      default: 3,
      minimum: 1,
      maximum: 12,
      unit: 'bits',
      help: 'Into how many steps the range is divided: 3 bits are 8.',
    },
    alertBudget,
  ],
  create(parameters, budget) {
    return new JudgingEngine(createContextMethod(parameters), ruleOf(parameters.alert_budget, budget, { kind: 'own' }))
  },
}

export function createContextMethod(parameters: EngineParameters): Method {
  const number = (name: string) => parameters[name] as number
  const range = new ValueRange(parameters.min_value as number | null, parameters.max_value as number | null, number('num_norm_value_bits'))
  const memory = () => new ContextMemory(number('max_left_semi_contexts_length'), number('max_active_neurons_num'))
  return new ContextMethod(range, memory, number('threshold'), number('rest_period'))
}

class ContextMethod implements Method {
  private readonly range: ValueRange
  private readonly createMemory: () => ContextMemory
  private memory: ContextMemory
  private readonly threshold: number
  private readonly restPeriod: number
  /** Steps since a raw score at the threshold; the beginning counts as one. */
  private calm = 0
  private learning = false

  constructor(range: ValueRange, createMemory: () => ContextMemory, threshold: number, restPeriod: number) {
    this.range = range
    this.createMemory = createMemory
    this.memory = createMemory()
    this.threshold = threshold
    this.restPeriod = restPeriod
  }

  /** Nothing is known of it but that high scores are rare once rules are learnt. */
  assumedTail(strangeness: number): number {
    return Math.max(1e-4, (1 - strangeness / strangenessOfScore) ** 2)
  }

  observe(_ts: number, value: number): Reading | undefined {
    const steps = this.range.stepsOf(value)
    if (steps === undefined) {
      this.startOver()
      return undefined
    }
    this.learning = false
    const { selectedActive, added } = this.memory.step(factsOf(steps, this.range.bits))
    const raw = (1 - selectedActive + added) / 2
    const score = this.calm >= this.restPeriod ? raw : 0
    this.calm = raw >= this.threshold ? 0 : Math.min(this.calm + 1, this.restPeriod)
    const is_anomaly = score >= this.threshold
    return { strangeness: score * strangenessOfScore, probability: score, centre: null, scale: 0, is_anomaly, reach: 0 }
  }

  /** Another range gives the same facts another meaning. */
  private startOver(): void {
    if (this.learning) return
    this.learning = true
    this.memory = this.createMemory()
    this.calm = 0
  }

  snapshot(): unknown {
    return { range: this.range.snapshot(), memory: this.memory.snapshot(), calm: this.calm, learning: this.learning }
  }

  restore(state: unknown): void {
    const { range, memory, calm, learning } = state as { range: unknown; memory: unknown; calm: number; learning: boolean }
    this.range.restore(range)
    this.memory.restore(memory)
    this.calm = calm
    this.learning = learning
  }
}

/** One fact a bit: which of the two it is. The sign of a value below the range is a digit of its own, as a 0. */
function factsOf(steps: number, bits: number): number[] {
  const size = Math.abs(steps)
  const digits = size.toString(2)
  const length = Math.max(bits, digits.length + (steps < 0 ? 1 : 0))
  return Array.from({ length }, (_, place) => place * 2 + (digits[digits.length - 1 - place] === '1' ? 1 : 0))
}
