// Preloaded into what the bootstrap starts (`--import`): ends this process when the one that started it is gone,
// so that killing `npm start` never leaves an engine behind that holds the ports and the store.
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), 3000).unref()
    process.kill(process.pid, 'SIGTERM')
  })
}
