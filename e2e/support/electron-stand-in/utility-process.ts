import { fork as forkNode, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { note, state } from './link.ts'
import { TransferredPorts, type StandInPort } from './ports.ts'

/** What crosses between the main process and the forked one, each way. */
export type UtilityMessage =
  | { kind: 'message'; data: unknown; ports: number[] }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'port-closed'; port: number }

class StandInUtilityProcess extends EventEmitter {
  private readonly child: ChildProcess
  private readonly ports = new TransferredPorts()

  constructor(child: ChildProcess) {
    super()
    this.child = child
    child.on('spawn', () => this.emit('spawn'))
    child.on('message', (message: UtilityMessage) => {
      if (message.kind === 'message') this.emit('message', message.data)
      else if (message.kind === 'port') this.ports.receive(message.port, message.data)
      else this.ports.close(message.port)
    })
    child.on('exit', (code) => {
      this.ports.closeAll()
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined
  }

  postMessage(data: unknown, ports: StandInPort[] = []): void {
    const ids = ports.map((port) =>
      this.ports.add(
        port,
        (id, message) => this.send({ kind: 'port', port: id, data: message }),
        (id) => this.send({ kind: 'port-closed', port: id }),
      ),
    )
    this.send({ kind: 'message', data, ports: ids })
  }

  kill(): boolean {
    return this.child.kill()
  }

  private send(message: UtilityMessage): void {
    if (this.child.connected) this.child.send(message)
  }
}

export const utilityProcess = {
  fork(entry: string, args: string[] = [], options: { serviceName?: string; stdio?: string } = {}): StandInUtilityProcess {
    note('utilityProcess.fork', entry, options)
    if (!state.ready) throw new Error('utilityProcess.fork before the app is ready')
    const child = forkNode(entry, args, {
      env: { ...process.env, VEDETTE_STAND_IN: 'utility' },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    state.enginePid = child.pid
    return new StandInUtilityProcess(child)
  },
}
