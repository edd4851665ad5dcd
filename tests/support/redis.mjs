// A Redis of a test's own, which it may kill.

import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Child } from './child.mjs'
import { until } from './poll.mjs'
import { freePort } from './ports.mjs'

/** {url, start(), kill9(), discard()} */
export async function startRedis() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-redis-'))
  const port = await freePort()
  let child
  const start = () => {
    child = new Child('redis-server', 'redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
                      { env: { PATH: process.env.PATH }, cwd: folder, logPath: path.join(folder, 'redis.log') })
    return until('Redis answers', () => (child.assertRunning(), answers(port)))
  }
  const discard = async () => {
    await child.kill9()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await discard()
    throw error
  }
  return { url: `redis://127.0.0.1:${port}`, start, kill9: () => child.kill9(), discard }
}

function answers(port) {
  return new Promise(tell => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.on('data', data => {
      socket.destroy()
      tell(data.toString().startsWith('+PONG'))
    })
    socket.on('error', () => tell(false))
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('close', () => tell(false))
  })
}
