import { z } from 'zod'

/** Statistics of rows, field by field, as they are kept and told. */
const counts = z.record(z.string(), z.int())

export const numericSummarySchema = z.strictObject({
  mean: z.number(),
  std: z.number().describe('Deviation, the population’s'),
  min: z.number(),
  max: z.number(),
  median: z.number(),
  q1: z.number(),
  q3: z.number(),
  unique_values: z.int(),
})
export type NumericSummary = z.infer<typeof numericSummarySchema>

const distributionSchema = z.strictObject({
  histogram: z.array(z.int()),
  bin_edges: z.array(z.number()).describe('One more than `histogram` has'),
})
export type Distribution = z.infer<typeof distributionSchema>

const numericFieldSchema = z.strictObject({
  type: z.literal('numeric'),
  numeric_stats: numericSummarySchema,
  distribution: distributionSchema,
})
export type NumericField = z.infer<typeof numericFieldSchema>

const textFieldSchema = z.strictObject({
  type: z.enum(['categorical', 'text']).describe('Texts and booleans of few values; `text`: of so many that only their form is kept'),
  stats: z.strictObject({
    unique_count: z.int(),
    uniqueness_ratio: z.number(),
    avg_length: z.number(),
    value_distribution: counts.describe('The most frequent values, at most 200, most frequent first; empty for `text`'),
    other_values: z.int().optional().describe('Values that are left out of `value_distribution`'),
  }),
})
export type TextField = z.infer<typeof textFieldSchema>

const mostCommon = z.array(z.tuple([z.int(), z.int()])).describe('Pairs of a value and how often it comes, most common first')

const dateFieldSchema = z.strictObject({
  type: z.literal('date'),
  stats: z.strictObject({ min_date: z.string(), max_date: z.string(), unique_dates: z.int() }),
  numeric_stats: numericSummarySchema.describe('Seconds since the epoch'),
  components: z.strictObject({
    years: numericFieldSchema,
    months: z.strictObject({ distribution: counts, most_common: mostCommon }),
    days: z.strictObject({
      distribution: counts,
      patterns: z.strictObject({ weekday_weekend: z.strictObject({ weekday: z.int(), weekend: z.int() }) }),
    }),
    hours: z.strictObject({
      distribution: counts,
      patterns: z.strictObject({ business_hours: z.int().describe('From 9 to 17, both within'), off_hours: z.int() }),
    }),
    weekdays: z.strictObject({ distribution: counts, most_common: mostCommon }).describe('Monday is 0'),
  }),
})
export type DateField = z.infer<typeof dateFieldSchema>

const fieldStatisticsSchema = z.discriminatedUnion('type', [numericFieldSchema, textFieldSchema, dateFieldSchema])
export type FieldStatistics = z.infer<typeof fieldStatisticsSchema>

const identifierSchema = z
  .enum(['uuid', 'key', 'rising', 'time', 'reference'])
  .describe(
    'It holds UUIDs, keys by its name and values, numbers that only ever grow, moments written as numbers, or names rows of another table',
  )
/** Why a field is an identifier. */
export type IdentifierKind = z.infer<typeof identifierSchema>

const tailSchema = z
  .strictObject({ from: z.number(), share: z.number().describe('Of the values, that lie beyond'), scale: z.number(), shape: z.number() })
  .describe('One end of many numbers: what lies beyond `from`, as a generalised Pareto distribution')
export type Tail = z.infer<typeof tailSchema>

const numberShapeSchema = z.strictObject({
  kurtosis: z.number(),
  upper: tailSchema,
  lower: tailSchema.describe('Of the values with their signs turned'),
})
export type NumberShape = z.infer<typeof numberShapeSchema>

const correlationsSchema = z.record(z.string(), z.record(z.string(), z.number()))

export const datasetStatisticsSchema = z
  .strictObject({
    record_count: z.int(),
    fields: z.record(z.string(), fieldStatisticsSchema).describe('Without fields that hold nothing but null: `nulls` has those as well'),
    correlations: correlationsSchema.describe('Pearson, of numbers; each pair once'),
    enum_correlations: correlationsSchema.describe('Cramér’s V, of texts of few values; each pair once'),
    nulls: z.record(z.string(), z.strictObject({ count: z.int(), null_count: z.int() })),
    identifiers: z
      .record(z.string(), identifierSchema)
      .optional()
      .describe('Fields that name a row and measure nothing: they are not judged'),
    shapes: z.record(z.string(), numberShapeSchema).optional().describe('Of numbers in history, where there are enough'),
  })
  .meta({ id: 'DatasetStatistics' })
export type DatasetStatistics = z.infer<typeof datasetStatisticsSchema>
