// Sends pictures as soon as they are chosen, dropped or pasted: each by itself, so that every one has its own progress
// and its own answer. Without it the form has its button.
import { upload } from "../parts/upload.js"

const kAtOnce = 2
const kPreviewSize = 112

export default class PictureUpload {
  #ending = new AbortController()
  #rows = []
  #waiting = []
  #running = 0
  #stored = 0
  #refused = 0

  constructor(form) {
    this.form = form
    this.input = form.querySelector('input[type="file"]')
    this.list = form.parentElement.querySelector("[data-uploads]")
    this.status = form.parentElement.querySelector("[data-upload-status]")
    const { signal } = this.#ending
    this.input.addEventListener("change", () => {
      this.#add(this.input.files)
      this.input.value = ""
    }, { signal })
    form.addEventListener("submit", event => event.preventDefault(), { signal })
    document.addEventListener("pictures:shown", () => this.#rows.forEach(row => row.follow()), { signal })
    document.addEventListener("paste", event => this.#paste(event), { signal })
    // The whole page takes files: missing the frame must not open the picture instead of the shop.
    document.addEventListener("dragover", event => this.#over(event), { signal })
    document.addEventListener("dragleave", event => event.relatedTarget ?? this.#mark(false), { signal })
    document.addEventListener("drop", event => this.#drop(event), { signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  #over(event) {
    if (!event.dataTransfer.types.includes("Files")) return
    event.preventDefault()
    this.#mark(true)
  }

  #drop(event) {
    this.#mark(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    this.#add(event.dataTransfer.files)
  }

  #paste(event) {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    this.#add(event.clipboardData.files)
  }

  #mark(over) {
    this.form.classList.toggle("drop--over", over)
  }

  #add(files) {
    for (const file of files) {
      const row = new Row(this.list, file, this.form.dataset)
      this.#rows.push(row)
      this.#waiting.push(row)
    }
    this.#next()
  }

  #next() {
    while (this.#running < kAtOnce && this.#waiting.length > 0) this.#send(this.#waiting.shift())
    if (this.#running === 0) this.#summarize()
  }

  async #send(row) {
    this.#running += 1
    const texts = this.form.dataset
    try {
      const token = this.form.querySelector('input[name="_csrf"]').value
      const { body } = await upload(this.form.action, this.input.name, row.file, token, part => row.progress(part))
      const answer = body?.files?.[0]
      if (answer?.ok) {
        row.stored(answer.image.is_new ? texts.done : texts.known, answer.image.id)
        this.#stored += 1
        document.dispatchEvent(new CustomEvent("pictures:changed"))
      } else {
        const reason = answer?.error.message ?? (body?.detail || body?.title)
        row.refused(reason ?? texts.broken, !reason && this.#retry)
        this.#refused += 1
      }
    } catch {
      row.refused(texts.broken, this.#retry)
      this.#refused += 1
    }
    this.#running -= 1
    this.#next()
  }

  // For whoever has lost the connection, not for files that the shop does not take.
  #retry = row => {
    row.again()
    this.#refused -= 1
    this.#waiting.push(row)
    this.#next()
  }

  #summarize() {
    this.status.textContent = this.form.dataset.summary.replace("%1", this.#stored).replace("%2", this.#refused)
  }
}

// What becomes of one file, below the form.
class Row {
  constructor(list, file, texts) {
    this.file = file
    this.texts = texts
    this.element = append(list, "li", "upload")
    this.preview = append(this.element, "canvas", "upload__preview")
    this.preview.width = this.preview.height = kPreviewSize
    append(this.element, "span", "upload__name").textContent = file.name
    this.state = append(this.element, "span", "upload__state")
    this.state.textContent = texts.waiting
    this.#draw()
  }

  progress(part) {
    if (!this.bar) {
      this.state.textContent = ""
      this.bar = append(this.state, "progress", "upload__progress")
      this.bar.ariaLabel = `${this.texts.sending}: ${this.file.name}`
      this.word = append(this.state, "span", "")
    }
    this.bar.value = part
    this.word.textContent = part < 1 ? `${this.texts.sending} ${Math.round(part * 100)} %` : this.texts.checking
  }

  stored(text, image) {
    this.element.classList.add("upload--stored")
    this.state.textContent = text
    this.image = image
  }

  /** Says what the list below says of this picture once it has been worked on. */
  follow() {
    const shown = this.image && document.getElementById(`picture-${this.image}`)
    if (shown && shown.dataset.state !== "processing") this.state.textContent = shown.querySelector(".badge").textContent
  }

  refused(text, retry) {
    this.element.classList.add("upload--refused")
    this.state.textContent = text
    if (!retry) return
    const button = append(this.state, "button", "btn btn--quiet btn--small")
    button.type = "button"
    button.textContent = this.texts.retry
    button.ariaLabel = `${this.texts.retry}: ${this.file.name}`
    button.addEventListener("click", () => retry(this))
  }

  again() {
    this.element.classList.remove("upload--refused")
    this.state.textContent = this.texts.waiting
    this.bar = undefined
    // The button that had the focus is gone.
    this.element.tabIndex = -1
    this.element.focus()
  }

  // Drawn, because the page's policy shows no pictures from elsewhere, not even from this browser's own memory.
  async #draw() {
    const bitmap = await createImageBitmap(this.file, { resizeWidth: kPreviewSize, resizeQuality: "medium" }).catch(() => null)
    if (!bitmap) return
    const scale = kPreviewSize / Math.max(bitmap.width, bitmap.height)
    const [width, height] = [bitmap.width * scale, bitmap.height * scale]
    this.preview.getContext("2d").drawImage(bitmap, (kPreviewSize - width) / 2, (kPreviewSize - height) / 2, width, height)
    bitmap.close()
  }
}

function append(parent, name, className) {
  const element = document.createElement(name)
  element.className = className
  return parent.appendChild(element)
}
