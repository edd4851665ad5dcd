// Attaches behaviours to the elements that name them in data-behaviour, now and whenever such elements come or go.
const classes = new Map()
const attached = new Map()

export function register(byName) {
  for (const [name, behaviour] of Object.entries(byName)) classes.set(name, behaviour)
  attach(document)
}

function attach(root) {
  for (const element of withBehaviour(root)) {
    const running = attached.get(element) ?? new Map()
    for (const name of element.dataset.behaviour.split(" ")) {
      if (!classes.has(name) || running.has(name)) continue
      running.set(name, new (classes.get(name))(element))
      attached.set(element, running)
    }
  }
}

function detach(root) {
  for (const element of withBehaviour(root)) {
    if (element.isConnected) continue
    for (const behaviour of attached.get(element)?.values() ?? []) behaviour.disconnect()
    attached.delete(element)
  }
}

function withBehaviour(root) {
  const below = [...root.querySelectorAll("[data-behaviour]")]
  return root.matches?.("[data-behaviour]") ? [root, ...below] : below
}

new MutationObserver(changes => {
  for (const { addedNodes, removedNodes } of changes) {
    for (const node of removedNodes) if (node.nodeType === Node.ELEMENT_NODE) detach(node)
    for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) attach(node)
  }
}).observe(document.documentElement, { childList: true, subtree: true })
