import { readMeasurement, type Measurement } from '../model/measurement.ts'
import type { Fields } from '../model/fields.ts'
import { longestMessage, type Message } from '../model/message.ts'
import type { RecordDraft } from '../model/record.ts'
import { streamOfSource } from '../model/stream.ts'
import type { WireFormat, WireParser } from './parser.ts'

/** Values that applications tell of, a JSON object each: messages of streams. */
export const measurement: WireFormat = { name: 'measurement', create: ({ source = '' }) => new MeasurementParser(streamOfSource(source)) }

class MeasurementParser implements WireParser {
  private readonly decoder = new TextDecoder('utf-8')
  private readonly stream: string

  constructor(stream: string) {
    this.stream = stream
  }

  parse({ bytes, peer, arrival }: Message, emit: (draft: RecordDraft) => void): void {
    const reading = readMeasurement(this.decoder.decode(bytes))
    if (reading.kind === 'read') {
      emit({ time: reading.measurement.ts, raw: bytes, fields: this.createFields(reading.measurement, peer) })
      return
    }
    const cut = reading.reason === 'bad_json' && bytes.length >= longestMessage
    const fields: Fields = {
      'event.kind': 'pipeline_error',
      'event.dataset': 'vedette.measurement',
      'error.code': cut ? 'too_long' : reading.reason,
      'error.message': cut ? 'only the beginning of the message was kept' : reading.message,
      'vedette.stream': this.stream,
      'vedette.application': reading.application,
      ...placeOf(peer),
    }
    emit({ time: arrival, raw: bytes, fields })
  }

  snapshot(): unknown {
    return undefined
  }

  restore(): void {}

  private createFields({ application, value }: Measurement, peer: string): Fields {
    return {
      'event.kind': 'metric',
      'event.dataset': 'vedette.measurement',
      'vedette.stream': this.stream,
      'vedette.application': application,
      'vedette.value': value,
      ...placeOf(peer),
    }
  }
}

/** Whoever reads a file says where in it a line ended (`collect/json-file.ts`): there a restart goes on. */
function placeOf(peer: string): Fields {
  const mark = peer.lastIndexOf('#')
  if (!peer.startsWith('file:') || mark === -1) return {}
  const [offset, inode] = peer.slice(mark + 1).split('@')
  const place: Fields = { 'log.file.path': peer.slice('file:'.length, mark), 'log.offset': Number(offset) }
  return inode === undefined ? place : { ...place, 'log.file.inode': Number(inode) }
}
