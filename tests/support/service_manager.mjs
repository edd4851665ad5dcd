// What a service manager hears of `hurtrock serve`: sd_notify(3).

import { spawn } from 'node:child_process'
import path from 'node:path'
import { until } from './poll.mjs'

/** Prints each datagram as one line of JSON; node has no such sockets. */
const kListener = `
import json, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('"ready"', flush=True)
while True: print(json.dumps(s.recv(4096).decode()), flush=True)
`

/** {socket: for NOTIFY_SOCKET, in `folder`; heard: every assignment so far, such as READY=1; stop()} */
export async function startServiceManager(folder) {
  const socket = path.join(folder, 'notify')
  const heard = []
  const listener = spawn('python3', ['-c', kListener, socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  let rest = ''
  listener.stdout.on('data', data => {
    const lines = (rest + data).split('\n')
    rest = lines.pop()
    for (const line of lines) heard.push(...JSON.parse(line).split('\n'))
  })
  await until('somebody listens', () => heard.includes('ready'))
  return { socket, heard, stop: () => listener.kill('SIGKILL') }
}
