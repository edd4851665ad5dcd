import { inPageLanguage } from "./page_language.js"

// Calls to the shop's own JSON interface.
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail || problem.title)
    this.problem = problem
  }
}

let writes = Promise.resolve()

// The answer's JSON; throws Refusal when the shop says no, TypeError when it cannot be reached. Writes go one after the
// other: the first may start the session that the next belong to, and the last must have the last word.
export function call(method, path, body, signal) {
  if (method === "GET") return send(method, path, body, signal)
  const answer = writes.then(() => sendWithToken(method, path, body, signal))
  writes = answer.catch(() => {})
  return answer
}

// A page opened before the session began, as in a second tab, learns the session's token and asks again.
async function sendWithToken(method, path, body, signal) {
  try {
    return await send(method, path, body, signal)
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.problem.code !== "csrf") throw failure
    keepToken((await send("GET", "/api/v1/session", undefined, signal)).csrf_token)
    return send(method, path, body, signal)
  }
}

async function send(method, path, body, signal) {
  const response = await fetch(inPageLanguage(path), {
    method,
    signal,
    headers: {
      Accept: "application/json",
      ...(body && { "Content-Type": "application/json" }),
      ...(method !== "GET" && token() && { "X-CSRF-Token": token() }),
    },
    body: body && JSON.stringify(body),
  })
  keepToken(response.headers.get("X-CSRF-Token"))
  const answer = response.status === 204 ? null : await response.json()
  if (!response.ok) throw new Refusal(answer)
  return answer
}

function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content
}

// The first write of a visitor without session creates one; from then on every write must carry its token, those of the
// forms that are on the page already too.
function keepToken(fresh) {
  if (!fresh || token() === fresh) return
  const known = document.querySelector('meta[name="csrf-token"]')
  const meta = known ?? document.head.appendChild(Object.assign(document.createElement("meta"), { name: "csrf-token" }))
  meta.content = fresh
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const field = form.querySelector('input[name="_csrf"]')
    if (field) field.value = fresh
    else form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "_csrf", value: fresh }))
  }
}
