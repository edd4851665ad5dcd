import { saveFile } from "../../parts/save_file.js"

// Pictures and documents among the messages. They are nobody else's: each is asked for with the token of whoever looks.
const kPicturesKept = 60
const pictures = new Map() // address within the service: promise of an object URL

/** Lets somebody choose a file, and has the service keep it; `picked(file)`: it goes with the next message, or undefined. */
export function pickFile(form, { client, words, room, refused, picked }) {
  const chosen = form.querySelector("[data-part=chosen]")
  const button = form.querySelector("[data-part=pick]")
  const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/*,application/pdf" })
  input.addEventListener("change", async () => {
    button.ariaBusy = "true"
    const shown = document.createElement("span")
    shown.textContent = `${input.files[0].name} …`
    chosen.replaceChildren(shown)
    try {
      const body = new FormData()
      body.append("file", input.files[0])
      const file = await client.call("POST", `/rooms/${room}/attachments`, body)
      refused("")
      // The message has been sent without it, or somebody has gone on to another room.
      if (!shown.isConnected) return
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "said__action", textContent: words.say("file_drop") })
      drop.addEventListener("click", () => {
        picked(undefined)
        chosen.replaceChildren()
      })
      shown.textContent = file.name
      chosen.append(drop)
      picked(file)
      form.querySelector("textarea").focus()
    } catch (failure) {
      if (shown.isConnected) chosen.replaceChildren()
      refused(failure.problem ? failure.message : words.say("file_later"))
    } finally {
      button.ariaBusy = null
    }
  })
  input.click()
}

/** Draws `file` of that room into `place`, unless it is there. */
export function showFile(place, { file, room, client, words }) {
  if (place.dataset.id === file.id) return
  place.dataset.id = file.id
  place.style.aspectRatio = file.width ? `${file.width} / ${file.height}` : ""
  const path = `/rooms/${room}/attachments/${file.id}`
  const button = Object.assign(document.createElement("button"), { type: "button", className: file.kind === "picture" ? "said__photo" : "said__document" })
  const open = file.kind === "picture" ? () => enlarge(client, path, file) : async () => saveFile(await client.call("GET", path), file.name)
  button.addEventListener("click", async () => {
    button.ariaBusy = "true"
    await open().catch(() => (note.textContent = words.say("file_gone")))
    button.ariaBusy = null
  })
  const note = Object.assign(document.createElement("span"), { className: "said__note" })
  if (file.kind === "picture") {
    button.ariaLabel = words.say("file_picture", { name: file.name })
    const image = Object.assign(document.createElement("img"), { width: file.width, height: file.height, alt: "" })
    button.append(image)
    pictureOf(client, `${path}?small=1`).then(url => (image.src = url), () => (note.textContent = words.say("file_gone")))
  } else {
    button.textContent = `${file.name} (${Math.max(1, Math.round(file.bytes / 1024))} KB)`
  }
  place.replaceChildren(button, note)
}

function pictureOf(client, path) {
  const known = pictures.get(path)
  if (known) return known
  const asked = client.call("GET", path).then(blob => URL.createObjectURL(blob))
  pictures.set(path, asked)
  asked.catch(() => pictures.delete(path))
  if (pictures.size > kPicturesKept) {
    const [oldest, url] = pictures.entries().next().value
    pictures.delete(oldest)
    // What is on the screen has been decoded by then.
    url.then(URL.revokeObjectURL, () => {})
  }
  return asked
}

async function enlarge(client, path, file) {
  const url = await pictureOf(client, path)
  const dialog = Object.assign(document.createElement("dialog"), { className: "said__large", ariaLabel: file.name })
  dialog.append(Object.assign(document.createElement("img"), { src: url, alt: file.name }))
  dialog.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
