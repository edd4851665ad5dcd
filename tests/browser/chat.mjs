// What people do in the chat, by what is written there.

/** Opens the widget; the page must have it. */
export async function openChat({ page, t }) {
  await page.locator('.chat-button').click()
  const chat = page.getByRole('dialog', { name: t('chat.panel.title') })
  await chat.waitFor()
  return chat
}

export async function say({ t }, chat, text) {
  await chat.getByLabel(t('chat.panel.message')).fill(text)
  await chat.getByRole('button', { name: t('chat.panel.send') }).click()
}

/** The message's element once it is there; with `state`: once that is said of it, as `sent` or `read`. */
export async function said({ t }, chat, text, state) {
  const message = chat.locator('.said', { hasText: text })
  await message.waitFor()
  if (state) await message.getByText(t(`chat.panel.state_${state}`), { exact: true }).waitFor()
  return message
}

/** Every message on the screen, in order. */
export function bodies(chat) {
  return chat.locator('.said__body').allTextContents()
}
