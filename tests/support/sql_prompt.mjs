// A database's own command line program, kept open between questions: starting it takes longer than most answers.

import { spawn } from 'node:child_process'

const kEnd = '\x1eend of the answer\x1e'
/** What it sets would still hold for the next question. */
const kSets = /(^|;)\s*(SET|PRAGMA|BEGIN|CREATE\s+TEMP)/i

/** One running program. */
class Prompt {
  #child
  #out = ''
  #errors = ''
  #asked
  #ended

  constructor(program, args, identity) {
    this.identity = identity
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = this.#child
    stdout.setEncoding('utf8').on('data', text => {
      this.#out += text
      if (this.#out.endsWith(`${kEnd}\n`)) this.#answer()
    })
    stderr.setEncoding('utf8').on('data', text => { this.#errors += text })
    // It has ended before it has read everything: its errors say why.
    stdin.on('error', () => {})
    this.#ended = new Promise(tell => {
      this.#child.once('error', error => tell(error.message))
      this.#child.once('close', status => tell(`status ${status}`))
    }).then(how => {
      this.isOver = true
      this.#asked?.refuse(new Error(`${program}: ${how}\n${this.#errors}`))
    })
    this.#keepTestRunning(false)
  }

  /** What it prints; throws after the first statement that fails, and is over then. */
  ask(text) {
    if (this.isOver) return Promise.reject(new Error('over'))
    this.#keepTestRunning(true)
    return new Promise((answer, refuse) => {
      this.#asked = { answer, refuse }
      this.#child.stdin.write(`${text}\n;\nSELECT '${kEnd}';\n`)
    })
  }

  async end() {
    if (!this.isOver) this.#keepTestRunning(true)
    this.#child.stdin.end()
    await this.#ended
  }

  #answer() {
    const { answer } = this.#asked
    const out = this.#out.slice(0, -kEnd.length - 1)
    this.#asked = undefined
    this.#out = ''
    this.#keepTestRunning(false)
    answer(out)
  }

  #keepTestRunning(keep) {
    for (const part of [this.#child, ...this.#child.stdio]) keep ? part.ref() : part.unref()
  }
}

/** Asks `program` with `args`, as often at once as it is asked; one of them stays open until close(), or until
    `identity()` is another: which database answers. */
export class SqlPrompts {
  #start
  #identity
  #idle

  constructor(program, args, identity = () => undefined) {
    this.#identity = identity
    this.#start = () => new Prompt(program, args, identity())
  }

  async ask(text) {
    const prompt = await this.#take() ?? this.#start()
    const out = await prompt.ask(text)
    if (this.#idle || kSets.test(text)) await prompt.end()
    else this.#idle = prompt
    return out
  }

  async close() {
    const prompt = this.#idle
    this.#idle = undefined
    await prompt?.end()
  }

  /** The one that is open, if it still answers. */
  async #take() {
    const prompt = this.#idle
    this.#idle = undefined
    if (!prompt) return undefined
    const answers = prompt.identity === this.#identity() && await prompt.ask('').then(() => true, () => false)
    if (!answers) await prompt.end()
    return answers ? prompt : undefined
  }
}
