// One file as multipart/form-data; resolves to the status and the JSON that was answered, null when there is none. The
// one thing XMLHttpRequest still knows better than fetch is how much has been sent.
export function upload(url, field, file, token, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append(field, file, file.name)
    request.open("POST", url)
    request.responseType = "json"
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader("X-CSRF-Token", token)
    request.upload.addEventListener("progress", event => event.lengthComputable && onProgress(event.loaded / event.total))
    request.addEventListener("load", () => resolve({ status: request.status, body: request.response }))
    request.addEventListener("error", () => reject(new TypeError("the shop cannot be reached")))
    request.addEventListener("timeout", () => reject(new TypeError("the shop does not answer")))
    request.send(body)
  })
}
