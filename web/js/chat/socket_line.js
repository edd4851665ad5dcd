// The chat service over a WebSocket: frames come and go as they are.
export class SocketLine {
  #socket
  #wasOpen = false

  constructor(env, { token, resume, received, closed }) {
    this.#socket = env.openSocket(`${token.url.replace(/^http/, "ws")}/ws`, {
      opened: () => this.say({ type: "hello", token: token.token, resume: resume() }),
      received: text => {
        const frame = parsed(text)
        if (!frame) return
        this.#wasOpen = true
        received(frame)
      },
      closed: code => closed({ wasOpen: this.#wasOpen, code }),
    })
  }

  say(frame) {
    this.#socket.say(JSON.stringify(frame))
  }

  /** Asks for a sign of life. */
  probe() {
    this.say({ type: "ping" })
  }

  renew({ token }) {
    this.say({ type: "token", token })
  }

  close() {
    this.#socket.close()
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
