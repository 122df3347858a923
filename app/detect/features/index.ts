import type { FeatureSetName } from '../../model/outlier-model.ts'
import { accounts } from './accounts.ts'
import { actors } from './actors.ts'
import { events } from './events.ts'
import type { FeatureSet } from './feature-set.ts'
import { hosts } from './hosts.ts'
import { names } from './names.ts'

/** What models can be made of. To add one: its file, its test, its name in `featureSetNames`, one line here. */
export const featureSets: Readonly<Record<FeatureSetName, FeatureSet>> = { hosts, accounts, actors, names, events }
