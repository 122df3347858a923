import { z } from 'zod'
import { numericSummarySchema } from './dataset-statistics.ts'

/** What is different between history and what came. */
export const changeSeveritySchema = z.enum(['medium', 'high'])
export type ChangeSeverity = z.infer<typeof changeSeveritySchema>

const range = z.tuple([z.number(), z.number()])

/** One kind of change of one field, with the numbers behind it by the names that applications know. */
function change<Type extends string, Numbers extends z.core.$ZodShape>(type: Type, numbers: Numbers) {
  return z.strictObject({ type: z.literal(type), field: z.string(), severity: changeSeveritySchema, ...numbers })
}

const direction = z.enum(['strengthened', 'weakened'])

export const significantChangeSchema = z
  .discriminatedUnion('type', [
    change('numeric_mean', { z_score: z.number(), old_value: z.number(), new_value: z.number() }),
    change('numeric_variance', { ratio: z.number(), old_std: z.number(), new_std: z.number() }),
    change('numeric_range', { ratio: z.number(), old_range: range, new_range: range }),
    change('numeric_outlier', {
      factor: z.number().describe('How far beyond, in ranges of history'),
      historical_range: range,
      new_range: range,
    }),
    change('distribution_shift', { shift_magnitude: z.number().describe('Sum of what every bin’s share has moved by, at most 2') }),
    change('distribution_bin_count', { old_bins: z.int(), new_bins: z.int() }),
    change('categorical_cardinality', { ratio: z.number(), old_unique: z.int(), new_unique: z.int() }),
    change('categorical_distribution', { avg_divergence: z.number().describe('Of the shares of values, on average') }),
    change('categorical_dominant', {
      old_top: z.array(z.string()).describe('The three most frequent values'),
      new_top: z.array(z.string()),
    }),
    change('date_weekend', {
      old_ratio: z.number().describe('Of dates on weekends to those on weekdays'),
      new_ratio: z.number(),
      change: z.number(),
    }),
    change('null_ratio', { old_ratio: z.number(), new_ratio: z.number(), change: z.number() }),
    z.strictObject({
      type: z.literal('correlation'),
      field_pair: z.tuple([z.string(), z.string()]),
      severity: changeSeveritySchema,
      old_value: z.number(),
      new_value: z.number(),
      change: z.number(),
      direction,
    }),
  ])
  .meta({ id: 'DatasetChange', description: 'One difference between what history says and what came, beyond its limit' })
export type SignificantChange = z.infer<typeof significantChangeSchema>

const fieldChangeSchema = z.strictObject({
  type_changed: z.boolean(),
  value_range_changed: z.boolean(),
  cardinality_changed: z.boolean(),
  null_ratio_changed: z.boolean(),
  distribution_changed: z.boolean(),
})
export type FieldChange = z.infer<typeof fieldChangeSchema>

const outline = numericSummarySchema.pick({ mean: true, std: true, median: true, q1: true, q3: true })

const distributionChangeSchema = z.union([
  z
    .strictObject({ mean_change: z.number(), std_change: z.number(), z_score: z.number(), old_stats: outline, new_stats: outline })
    .describe('Of numbers'),
  z
    .strictObject({
      new_values: z.array(z.string()).optional(),
      value_shifts: z
        .array(z.strictObject({ value: z.string(), old_freq: z.number(), new_freq: z.number(), change: z.number() }))
        .optional()
        .describe('Values whose share has moved by more than 0.1'),
    })
    .describe('Of texts'),
])
export type DistributionChange = z.infer<typeof distributionChangeSchema>

const comparisonSchema = z.strictObject({
  field_changes: z.record(z.string(), fieldChangeSchema),
  new_fields: z.array(z.string()),
  missing_fields: z.array(z.string()),
  distribution_changes: z.record(z.string(), distributionChangeSchema),
  correlation_changes: z
    .record(
      z.string(),
      z.strictObject({
        fields: z.tuple([z.string(), z.string()]),
        old_value: z.number(),
        new_value: z.number(),
        change: z.number(),
        interpretation: direction,
      }),
    )
    .describe('By both fields, with a comma between'),
})
export type DatasetComparison = z.infer<typeof comparisonSchema>

export const datasetChangesSchema = z.strictObject({
  compared: z.boolean().describe('Whether there was history enough to compare with, and rows enough to compare'),
  reason: z.string().optional().describe('Why not'),
  comparison: comparisonSchema.describe('New against history, whether or not it is past a limit'),
  significant: z.array(significantChangeSchema).describe('What is beyond its limit, and not by chance'),
})
export type DatasetChanges = z.infer<typeof datasetChangesSchema>
