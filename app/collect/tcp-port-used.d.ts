declare module 'tcp-port-used' {
  const tcpPortUsed: {
    check(port: number, host?: string): Promise<boolean>
    waitUntilUsed(port: number, retryMs?: number, timeoutMs?: number): Promise<void>
    waitUntilUsedOnHost(port: number, host: string, retryMs?: number, timeoutMs?: number): Promise<void>
    waitUntilFreeOnHost(port: number, host: string, retryMs?: number, timeoutMs?: number): Promise<void>
  }
  export default tcpPortUsed
}
