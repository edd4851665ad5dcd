// nginx before several processes of one service, sockets too. How the packaged site is set up is held by
// tests/packaging/site_test.mjs; this one has no TLS and keeps nothing.

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Child } from './child.mjs'
import { until } from './poll.mjs'
import { freePort, isListening } from './ports.mjs'

/**
 * {url, stop()}: each request goes to the next of `urls` that answers. `port`: where it listens, for services that have
 * to know before.
 */
export async function startBalancer(urls, { port } = {}) {
  port ??= await freePort()
  const stop = await startNginx(() => balancing(port, urls.map(url => new URL(url).host)), port)
  return { url: `http://127.0.0.1:${port}`, stop }
}

/** nginx with what `http(folder)` writes for its http block, once something listens at `port`. Answers what stops it. */
export async function startNginx(http, port) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-nginx-'))
  fs.chmodSync(folder, 0o755)
  const config = path.join(folder, 'nginx.conf')
  fs.writeFileSync(config, configuration(folder, http(folder)))
  // Without a master process there is nobody who could be left behind.
  const child = new Child('nginx', 'nginx', ['-p', folder, '-c', config, '-e', path.join(folder, 'error.log')],
                          { env: { PATH: `${process.env.PATH}:/usr/sbin` }, cwd: folder, logPath: path.join(folder, 'nginx.log') })
  const stop = async () => {
    await child.kill9()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    await until('nginx listens', () => (child.assertRunning(), isListening(port)))
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

function configuration(folder, http) {
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
  ${http}
}
`
}

function balancing(port, hosts) {
  return `
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream service { ${hosts.map(host => `server ${host} max_fails=1 fail_timeout=1s;`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 260m;
    proxy_request_buffering off;
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
`
}
