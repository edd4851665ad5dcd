/** A short tone; and where that is allowed a notification, which leads back to this page. */
export function ring(notice) {
  beep()
  if (!notice || !("Notification" in window) || Notification.permission !== "granted") return
  try {
    const notification = new Notification(notice.title, { body: notice.body, tag: notice.tag })
    notification.onclick = () => {
      window.focus()
      notification.close()
    }
  } catch {
    // A phone's browser takes notifications from elsewhere only; it has heard the sound.
  }
}

function beep() {
  try {
    const context = new AudioContext()
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.frequency.value = 660
    volume.gain.setValueAtTime(0.12, context.currentTime)
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.3)
    tone.connect(volume).connect(context.destination)
    tone.onended = () => context.close()
    tone.start()
    tone.stop(context.currentTime + 0.3)
  } catch {
    // A browser without sound.
  }
}
