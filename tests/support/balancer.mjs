// nginx before several processes of one service, as packaging/nginx has it: sockets, too.

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Child } from './child.mjs'
import { until } from './poll.mjs'
import { freePort } from './ports.mjs'

/**
 * {url, stop()}: each request goes to the next of `urls` that answers. `port`: where it listens, for services that have
 * to know before.
 */
export async function startBalancer(urls, { port } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-balancer-'))
  fs.chmodSync(folder, 0o755)
  port ??= await freePort()
  const config = path.join(folder, 'nginx.conf')
  fs.writeFileSync(config, configuration(folder, port, urls.map(url => new URL(url).host)))
  // Without a master process there is nobody who could be left behind.
  const child = new Child('nginx', 'nginx', ['-p', folder, '-c', config, '-e', path.join(folder, 'error.log')],
                          { env: { PATH: `${process.env.PATH}:/usr/sbin` }, cwd: folder, logPath: path.join(folder, 'nginx.log') })
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    await child.kill9()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    await until('nginx answers', async () => (child.assertRunning(), (await fetch(`${url}/healthz`)).status === 200))
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

function configuration(folder, port, hosts) {
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream service { ${hosts.map(host => `server ${host} max_fails=1 fail_timeout=1s;`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_connect_timeout 2s;
      proxy_read_timeout 75s;
    }
  }
}
`
}
