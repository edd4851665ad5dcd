// Between a client and a server: passes on what comes, until it is told to cut every connection, to let none through, or
// to let no WebSocket through.

import net from 'node:net'

export async function startFlakyProxy(targetUrl) {
  const target = new URL(targetUrl)
  const open = new Set()
  const proxy = {
    isOpen: true,
    blocksSockets: false,
    connections: 0,
    cut: () => open.forEach(socket => socket.destroy()),
    stop() {
      proxy.cut()
      return new Promise(resolve => server.close(resolve))
    },
  }
  const server = net.createServer(client => {
    if (!proxy.isOpen) return client.destroy()
    ++proxy.connections
    const upstream = net.connect(Number(target.port), target.hostname)
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    client.on('data', chunk => {
      if (proxy.blocksSockets && /^GET \/ws /.test(chunk.toString('latin1'))) return client.destroy()
      upstream.write(chunk)
    })
    upstream.on('data', chunk => client.write(chunk))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  proxy.url = `http://127.0.0.1:${server.address().port}`
  return proxy
}
