// A whole shop for one test file: its own folder, database, ports, payment sandbox, and chat service if wanted.
//
//   const shop = await startShop({ database: 'sqlite' })
//   after(() => shop.stop())

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child } from './child.mjs'
import { createDatabase } from './databases.mjs'
import { prepareNodes, urlOf } from './nodes.mjs'
import { until } from './poll.mjs'
import { freePort } from './ports.mjs'
import { copyFolder, shopTemplate } from './shop_template.mjs'
import { alone, onNodes } from './topology.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const program = process.env.HURTROCK_PROGRAM ?? path.join(root, 'build/release/src/app/hurtrock')

/** Sanitizers keep what was freed, room around every piece, and who touched it: how much more memory a process may have. */
export const kMemoryFactor = /\/build\/[at]san\//.test(program) ? 5 : 1

/** Taken over from outside; everything else a developer has set stays out of the tests. */
const kInherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS', 'LSAN_OPTIONS']
const kStartMs = 60_000
/** A million products take a good quarter of an hour to make on a slow machine, and their first reading takes its time. */
const kSampleDataMs = 2_400_000
const kLargeStartMs = 300_000

/**
 * One shop, at `url`. With HURTROCK_TOPOLOGY=nodes (topology.mjs) it is several processes behind nginx, and so is its chat:
 * whoever kills, ends or starts it does that to all of them.
 * @param {object} [wanted]
 * @param {'sqlite'|'postgres'} [wanted.database] PostgreSQL: a fresh one on the server HURTROCK_TEST_POSTGRES names
 * @param {boolean} [wanted.chat] with the chat service, on a database of its own of the same kind
 * @param {boolean} [wanted.serve] everything as children of one `hurtrock serve`, the chat too
 * @param {number} [wanted.products] sample data filled up to this number of products; default: the seeds
 * @param {Record<string, string>|function({sandboxUrl: string}): Record<string, string>} [wanted.env] more variables for the
 *   program, CONTRACT names
 */
export async function startShop({ database = onNodes ? 'postgres' : 'sqlite', serve = false, chat = serve, products, env = {} } = {}) {
  if (onNodes && serve) throw new Error(alone('hurtrock serve is one machine'))
  if (onNodes && database !== 'postgres') throw new Error(alone('a SQLite file is one machine\'s'))
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-test-'))
  const dataDir = path.join(folder, 'data')
  fs.mkdirSync(dataDir)
  const inherited = Object.fromEntries(kInherited.filter(name => process.env[name]).map(name => [name, process.env[name]]))
  const template = products === undefined ? await shopTemplate(database, program, inherited) : undefined
  if (template) copyFolder(template.dataDir, dataDir)
  const db = await createDatabase(database, dataDir, { original: template?.database })
  const chatDb = chat ? await createDatabase(database, dataDir, { file: 'chat.db' }) : undefined
  const [port, sandboxPort, chatPort] = [await freePort(), await freePort(), await freePort()]
  const [url, sandboxUrl, chatUrl] = [port, sandboxPort, chatPort].map(urlOf)
  const nodes = onNodes ? await prepareNodes({ port, chatPort: chat ? chatPort : undefined }) : undefined
  const shop = new Shop({
    large: products > 200_000,
    serve,
    folder, dataDir, url, db, chatDb, sandboxUrl, chatUrl, nodes,
    env: {
      ...inherited,
      HOST: '127.0.0.1',
      // Of nodes this is nginx: so the sandbox and the chats find the shop there.
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      CHAT_PORT: String(chatPort),
      CHAT_PUBLIC_URL: chatUrl,
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: db.url,
      ...(chatDb && { CHAT_DATABASE_URL: chatDb.url }),
      ...nodes?.env,
      ...(typeof env === 'function' ? env({ sandboxUrl }) : env),
    },
  })
  try {
    if (!template || chat) await shop.runWell(['migrate'])
    if (!template) await shop.runWell(['sample-data', ...(products === undefined ? [] : ['--products', String(products)])], { withinMs: kSampleDataMs })
    if (!serve) await shop.startSandbox()
    // While it is closed the chat answers by itself, which depends on the hour: a test that wants it closes the shop.
    if (chat) await shop.sql(`DELETE FROM opening_hours; INSERT INTO opening_hours (weekday, opens_minute, closes_minute) VALUES ${[0, 1, 2, 3, 4, 5, 6].map(day => `(${day}, 0, 1440)`).join(', ')}`)
    await shop.start()
    if (chat && !serve) await shop.startChat()
  } catch (error) {
    await shop.discard()
    throw error
  }
  return shop
}

class Shop {
  // Each runs at {command, url: its own, env: over the shop's, child: its process, once it was started}.
  #servers
  #chats
  #more = [] // beside those
  #nodes
  #sandbox
  #killed = 0

  constructor({ folder, dataDir, url, sandboxUrl, chatUrl, db, chatDb, env, large, serve, nodes }) {
    Object.assign(this, { folder, dataDir, url, sandboxUrl, chatUrl, env, large, chatDb, serve })
    this.#nodes = nodes
    this.#servers = nodes?.shopPorts.map(port => nodeAt('shop', 'PORT', port)) ?? [{ command: serve ? 'serve' : 'shop', url, env: {} }]
    this.#chats = nodes?.chatPorts.map(port => nodeAt('chat', 'CHAT_PORT', port)) ?? [{ command: 'chat', url: chatUrl, env: {} }]
    this.db = db
    this.database = db.kind
    this.databaseUrl = db.url
  }

  /** Rows as arrays of text, by the database's own command line program. */
  sql(text) {
    return this.db.sql(text)
  }

  /** `hurtrock ARGS`, to its end: {status, stdout, stderr}; `env` over the shop's own, of another `program` than usual. */
  async run(args, { input, withinMs = 120_000, env = {}, of = program } = {}) {
    await this.#releaseDatabases()
    return new Promise((answer, refuse) => {
      const child = execFile(
        of, args,
        { env: { ...this.env, ...env }, cwd: this.folder, timeout: withinMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error && typeof error.code !== 'number') refuse(new Error(`hurtrock ${args.join(' ')}: ${error.message}\n${stderr}`))
          else answer({ status: error ? error.code : 0, stdout, stderr })
        })
      // Whoever ends without reading says why by its status.
      child.stdin.on('error', () => {})
      child.stdin.end(input ?? '')
    })
  }

  /** As run(); throws unless the status is 0. */
  async runWell(args, options) {
    const result = await this.run(args, options)
    if (result.status !== 0) throw new Error(`hurtrock ${args.join(' ')}: status ${result.status}\n${result.stderr}${result.stdout}`)
    return result
  }

  /** Stops every process by SIGTERM, checks that they ended well, and removes everything. */
  async stop() {
    try {
      await this.#releaseDatabases()
      for (const { child } of [...this.#more, ...this.#chats]) if (child && !child.end) await child.stop()
      for (const { child } of this.#servers) await child?.stop()
      await this.#sandbox?.stop()
    } finally {
      await this.discard()
    }
  }

  /** The shop's process dies without notice; the sandbox stays. With `serve` it is the launcher that dies. */
  async kill9() {
    await this.#releaseDatabases()
    await Promise.all(this.#servers.map(({ child }) => child.kill9()))
  }

  /** As kill9(), of one node, each in its turn: the others work on. Answers a function that starts it again. */
  async killOne() {
    await this.#releaseDatabases()
    const victim = this.#servers[this.#killed++ % this.#servers.length]
    await victim.child.kill9()
    return () => this.#startAt(victim)
  }

  /** Stops the shop properly, unless it is dead already, and starts it again on the same port and database. */
  async restart() {
    if (!this.#servers[0].child.end) await this.end()
    await this.start()
  }

  async start() {
    for (const server of this.#servers) await this.#startAt(server, this.large ? kLargeStartMs : kStartMs)
    // nginx asks those it has missed again after a moment.
    if (this.hasNodes) await answersWell(`${this.url}/readyz`)
    if (!this.serve) return
    await this.#ready(this.#servers[0].child, `${this.chatUrl}/readyz`)
    await this.#ready(this.#servers[0].child, `${this.sandboxUrl}/healthz`)
  }

  /** SIGTERM to the shop, or to the launcher; throws unless it ends well. */
  async end() {
    await this.#releaseDatabases()
    for (const { child } of this.#servers) await child.stop()
  }

  /** With `serve`: the launcher's children as they are now, by the name of their command: {shop, chat, sandbox} -> pid. */
  parts() {
    const pids = fs.readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return Object.fromEntries(pids.map(pid => [fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1], Number(pid)]))
  }

  async startSandbox() {
    this.#sandbox = this.#spawn('sandbox')
    await this.#ready(this.#sandbox, `${this.sandboxUrl}/_sandbox/orders`)
  }

  async startChat() {
    for (const chat of this.#chats) await this.#startAt(chat)
    if (!this.hasNodes) return
    await answersWell(`${this.chatUrl}/readyz`)
    for (const { url } of this.#chats)
      await answersWell(`${url}/metrics`, { fits: text => /^hurtrock_chat_redis_listening 1$/m.test(text) })
  }

  async killChat() {
    await Promise.all(this.#chats.map(({ child }) => child.kill9()))
  }

  /** Another process on the same database: {chatUrl, kill9(), start()}. */
  async startChatBeside() {
    const { url, ...beside } = await this.#startBeside('chat', 'CHAT_PORT')
    return { chatUrl: url, ...beside }
  }

  /** Another process on the same database and data folder, as another machine of the shop's: {url, logs(), kill9(), stop(), start()}. */
  startShopBeside(env = {}) {
    return this.#startBeside('shop', 'PORT', env)
  }

  async #startBeside(command, variable, env = {}) {
    const other = nodeAt(command, variable, await freePort(), env)
    this.#more.push(other)
    const start = () => this.#startAt(other)
    await start()
    return { url: other.url, start, logs: () => fs.readFileSync(other.child.logPath, 'utf8'), stop: () => other.child.stop(), kill9: () => other.child.kill9() }
  }

  async killSandbox() {
    await this.#sandbox.kill9()
  }

  /** Everything the shop's process has written so far: of nodes, everything that all of them have. */
  logs() {
    return fs.readFileSync(this.#servers[0].child.logPath, 'utf8')
  }

  get pid() {
    return this.#servers[0].child.pid
  }

  get chatPid() {
    return this.#chats[0].child.pid
  }

  get hasNodes() {
    return this.#nodes !== undefined
  }

  /** Where each of its processes answers by itself: for what each counts for itself. */
  get nodeUrls() {
    return this.#servers.map(({ url }) => url)
  }

  async discard() {
    for (const { child } of [...this.#servers, ...this.#chats, ...this.#more]) await child?.kill9()
    await this.#sandbox?.kill9()
    await this.#nodes?.stop()
    await this.db.drop()
    await this.chatDb?.drop()
    if (process.env.HURTROCK_KEEP) console.error(`kept: ${this.folder}`)
    else fs.rmSync(this.folder, { recursive: true, force: true })
  }

  /** Whoever closes a SQLite database last takes its log into the file: that is to be the shop. */
  async #releaseDatabases() {
    await this.db.release()
    await this.chatDb?.release()
  }

  #spawn(command, env = {}) {
    const logPath = path.join(this.folder, `${command}.log`)
    return new Child(`hurtrock ${command}`, program, [command], { env: { ...this.env, ...env }, cwd: this.folder, logPath })
  }

  async #startAt(place, withinMs) {
    place.child = this.#spawn(place.command, place.env)
    await this.#ready(place.child, `${place.url}/readyz`, withinMs)
  }

  #ready(child, url, withinMs) {
    return answersWell(url, { child, withinMs })
  }
}

function nodeAt(command, variable, port, env = {}) {
  return { command, url: urlOf(port), env: { ...env, [variable]: String(port) } }
}

/** Waits for an answer 200 whose text `fits`, no longer than `child` runs. */
function answersWell(url, { child, fits = () => true, withinMs = kStartMs } = {}) {
  return until(`${url} answers 200`, async () => {
    child?.assertRunning()
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    const text = await response.text()
    return response.status === 200 && fits(text)
  }, { withinMs })
}
