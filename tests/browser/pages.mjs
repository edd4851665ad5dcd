// Every page of the shop, one after the other, in the states people meet it in. For the tests and for bin/screenshots.

import { codesOn } from '../support/documents.mjs'
import { send } from '../http/client.mjs'
import { atSandbox, awaitOrder, buy, setStock, takeVariant } from '../http/errand.mjs'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { codeAt, timeStep } from '../support/totp.mjs'
import { zipOf } from '../support/zips.mjs'
import { openWindow } from './browser.mjs'
import { openChat, said, say } from './chat.mjs'
import {
  buyerNamed, endPayment, fillCheckout, goToCheckoutWith, kArea, kCheap, kGuitar, logIn, orderNumberOn, placeOrder,
} from './errand.mjs'
import { save } from './staff.mjs'

/** Both windows and themes; each language is seen in each window and in each theme. */
export const kManners = [
  { window: 'phone', theme: 'dark', language: 'id' },
  { window: 'phone', theme: 'light', language: 'en' },
  { window: 'laptop', theme: 'dark', language: 'en' },
  { window: 'laptop', theme: 'light', language: 'id' },
]

/** Yields {name, person}: the page is open in front of that person. */
export async function* pagesOfTheShop(browser, shop, manner) {
  yield* guestPages(await openWindow(browser, shop, manner), shop)
  yield* buyerPages(await openWindow(browser, shop, manner))
  yield* staffPages(await openWindow(browser, shop, manner), shop)
}

/** All there ever was of it. */
const kSoldOut = 'mesa-boogie-badlander-100'

const kPlain = {
  home: '/',
  products: '/products',
  category: '/categories/gitar',
  filtered: '/products?brand=ibanez&in_stock=1&sort=price_asc',
  specified: '/categories/gitar?spec.body_wood=mahogany&spec.scale_length.min=600',
  'nothing-found': '/products?q=zzzzqqqq',
  search: '/products?q=gitar',
  product: `/product/${kGuitar.slug}`,
  'product-two-choices': '/product/fender-player-ii-stratocaster',
  'shipping-cost': '/shipping?variant=1&area_query=gegerkalong',
  'product-without-choice': `/product/${kCheap.slug}`,
  'product-sold-out': `/product/${kSoldOut}`,
  reviews: `/product/${kGuitar.slug}/reviews`,
  'reviews-filtered': `/product/${kGuitar.slug}/reviews?rating=5&sort=newest`,
  'cart-empty': '/cart',
  'wishlist-empty': '/wishlist',
  'compare-empty': '/compare',
  'compare-one': `/compare?with=${kGuitar.slug}`,
  compare: `/compare?with=${kGuitar.slug}&with=fender-player-ii-stratocaster&with=${kCheap.slug}&with=gibson-les-paul-standard-60s`,
  'compare-differences': `/compare?with=${kGuitar.slug}&with=fender-player-ii-stratocaster&only=differences`,
  'compare-search': `/compare?with=${kGuitar.slug}&q=gitar`,
  login: '/login',
  register: '/register',
  'password-forgot': '/password/forgot',
  'store-info': '/store-info',
  buying: '/buying',
  returns: '/returns',
  privacy: '/privacy',
}

async function* guestPages(person, shop) {
  const { page, t } = person
  const at = name => ({ name, person })
  for (const [name, path] of Object.entries(kPlain)) {
    await page.goto(path)
    yield at(name)
  }
  person.expectComplaint(/status of 4(04|22)/)
  await page.goto('/no/such/page')
  yield at('not-found')
  await page.goto('/orders/HRT-0000-0000')
  yield at('order-hidden')

  await page.goto('/')
  if (person.phone) {
    await page.locator('.menu > summary').click()
    yield at('menu')
    await page.goto('/categories/gitar')
    await page.locator('.filters-toggle').click()
    await page.getByRole('dialog').locator('.filters__apply').waitFor()
    yield at('filters')
  }
  await page.goto('/')
  await page.locator('#search-field').pressSequentially('ibanez', { delay: 15 })
  await page.getByRole('option').first().waitFor()
  yield at('suggestions')

  yield* wishlistPages(person)
  yield* backInStockPages(person, shop)
  yield* chatPages(person)

  await page.goto(`/product/${kGuitar.slug}`)
  await page.getByRole('combobox', { name: t('checkout.area') }).pressSequentially(kArea.search, { delay: 15 })
  await page.getByRole('option', { name: kArea.option }).filter({ hasText: kArea.city }).first().click()
  await page.locator('.quote').first().waitFor()
  yield at('product-delivery')
  await page.locator('a.gallery__frame').first().click()
  await page.locator('.lightbox__picture').evaluate(image => image.decode())
  yield at('enlarged')
  await page.keyboard.press('Escape')
  await person.context.clearCookies({ name: 'area' })
  await page.getByRole('button', { name: t('catalog.product.add') }).click()
  await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
  yield at('drawer')
  await page.goto('/cart')
  yield at('cart')
  await page.goto('/checkout')
  yield at('checkout')
  await placeOrder(person)
  await page.getByRole('alert').first().waitFor()
  yield at('checkout-refused')
  await page.getByRole('combobox', { name: t('checkout.area') }).pressSequentially(kArea.search, { delay: 15 })
  await page.getByRole('option').first().waitFor()
  yield at('checkout-areas')
  await page.getByRole('combobox', { name: t('checkout.area') }).fill('')
  await fillCheckout(person, buyerNamed(`Semua Halaman ${person.window} ${person.theme}`), { method: 'midtrans' })
  yield at('checkout-filled')
  await placeOrder(person)
  await endPayment(person, shop, 'deny', 'credit_card')
  yield at('order-payment-failed')
}

async function* chatPages(person) {
  const { page } = person
  const at = name => ({ name, person })
  await page.goto(`/product/${kCheap.slug}`)
  const chat = await openChat(person)
  await chat.getByRole('checkbox').check()
  await say(person, chat, 'Ini masih ada?')
  await said(person, chat, 'Ini masih ada?', 'sent')
  yield at('chat-widget')
  await page.goto('/chat')
  await said(person, page.getByRole('main'), 'Ini masih ada?', 'sent')
  yield at('chat')
  // What stays open would lie above the pages that follow.
  await page.evaluate(() => { sessionStorage.clear(); localStorage.removeItem('hurtrock:chat-used') })
}

async function* wishlistPages(person) {
  const { page, t } = person
  const at = name => ({ name, person })
  for (const slug of [kGuitar.slug, kCheap.slug, 'fender-player-ii-stratocaster']) {
    await page.goto(`/product/${slug}`)
    await page.locator('.ask .heart').click()
    await page.locator('.ask .heart[aria-pressed=true]').waitFor()
  }
  yield at('product-wished')
  await page.goto('/wishlist')
  yield at('wishlist')
  await page.getByRole('button', { name: t('wishlist.share.start') }).click()
  const link = await page.getByLabel(t('wishlist.share.link')).inputValue()
  yield at('wishlist-sharing')
  await page.locator('.wish .line__remove').last().click()
  await page.getByRole('button', { name: t('wishlist.undo') }).waitFor()
  yield at('wishlist-removed')
  await page.goto(link)
  yield at('wishlist-shared')
}

/** Asked for, refused and kept; then what the link of a mail leads to, with something that is still waited for and without. */
async function* backInStockPages(person, shop) {
  const { page, t } = person
  const at = name => ({ name, person })
  const email = `kabar-${person.window}-${person.theme}@contoh.example`
  const ask = async mailbox => {
    await page.goto(`/product/${kSoldOut}`)
    await page.getByLabel(t('catalog.tell_me.email'), { exact: true }).fill(mailbox)
    await page.getByRole('button', { name: t('catalog.tell_me.submit') }).click()
  }
  await ask('a@b')
  await page.getByRole('alert').first().waitFor()
  yield at('back-in-stock-refused')
  await ask(email)
  await page.getByRole('heading', { name: t('back_in_stock.kept.title') }).waitFor()
  yield at('back-in-stock-kept')
  const other = await takeVariant(shop, 0)
  await send('POST', `${shop.url}/api/v1/back-in-stock`, { json: { variant_id: other.id, email } })
  await setStock(shop, other.id, 50)
  const link = linksIn(await awaitMail(shop, { to: email }, { withinMs: 60_000 })).find(found => found.includes('/wishes/'))
  await page.goto(new URL(link).pathname)
  yield at('back-in-stock-wishes')
  await page.getByRole('button', { name: t('back_in_stock.wishes.remove_all') }).click()
  await page.getByText(t('back_in_stock.notice.removed')).waitFor()
  yield at('back-in-stock-none')
}

async function* buyerPages(person) {
  const { page, t } = person
  const at = name => ({ name, person })
  await logIn(person, 'pembeli@contoh.example', 'pembeli123')
  await page.goto('/profile')
  yield at('profile')
  await page.goto('/profile/deletion')
  yield at('profile-deletion')
  await page.goto(`/product/${kGuitar.slug}/review`)
  yield at('review-buyers-only')
  await goToCheckoutWith(person, kCheap.slug)
  yield at('checkout-with-account')
  await fillCheckout(person, buyerNamed('Sekar'), { method: 'cod' })
  await placeOrder(person)
  await page.waitForURL('**/orders/HRT-**')
  yield at('order-placed')
  await page.goto(`/orders/${orderNumberOn(page)}`)
  yield at('order')
  await page.goto('/orders')
  await page.getByRole('heading', { name: t('orders.title') }).waitFor()
  yield at('orders')
}

async function* staffPages(person, shop) {
  const { page } = person
  const at = name => ({ name, person })
  await logIn(person, 'admin@hurtrock.com', 'admin123')
  for (const [name, path] of Object.entries({ admin: '/admin', 'admin-search': '/admin/search?q=gitar', 'admin-search-none': '/admin/search?q=zzzzqqqq', 'admin-orders': '/admin/orders',
    'admin-report': '/admin/analytics', 'admin-report-products': '/admin/analytics?kind=products&from=2025-01-01&to=2030-01-01&brand=1',
    'admin-report-months': '/admin/analytics?kind=time&step=month&from=2025-01-01&to=2030-01-01',
    'admin-report-customers': '/admin/analytics?kind=customers&from=2025-01-01&to=2030-01-01',
    'admin-report-misread': '/admin/analytics?kind=time&from=2030-01-01&to=2025-01-01',
    'admin-report-methods': '/admin/analytics?kind=methods&from=2025-01-01&to=2030-01-01', 'admin-report-stock': '/admin/analytics?kind=stock&from=2025-01-01&to=2030-01-01',
    'admin-orders-paid': '/admin/orders?day=paid&from=2026-01-01&to=2036-01-01&buyer=new&method=midtrans', 'admin-orders-none': '/admin/orders?q=zzzzqqqq',
    'admin-orders-stuck': '/admin/orders?stuck=undelivered', 'admin-orders-process': '/admin/orders/processing?number=HRT-XXXX-XXXX', 'admin-report-vain': '/admin/analytics?kind=vain',
    'admin-suppliers-none': '/admin/suppliers?q=zzzzqqqq', 'admin-synonyms-none': '/admin/synonyms?q=zzzzqqqq', 'admin-transfers-none': '/admin/payments/transfers?q=zzzzqqqq',
    'admin-products': '/admin/products', 'admin-products-bulk': '/admin/products/bulk?do=percent&value=10&rounding=10000&product=1&product=2',
    'admin-products-bulk-all': '/admin/products/bulk?all=1&do=percent&value=10&rounding=10000&return=%2Fadmin%2Fproducts',
    'admin-product-new': '/admin/products/new', 'admin-product': '/admin/products/1',
    'admin-product-copy': '/admin/products/new?from=1', 'admin-product-removal': '/admin/products/1/removal', 'admin-categories': '/admin/categories',
    'admin-category': '/admin/categories/2', 'admin-suppliers': '/admin/suppliers', 'admin-supplier': '/admin/suppliers/1', 'admin-pictures': '/admin/products/1/images',
    'admin-reviews': '/admin/reviews?state=published', 'admin-payments': '/admin/payments?checked=midtrans&found=wrong_key',
    'admin-transactions': '/admin/payments/transactions', 'admin-transfers': '/admin/payments/transfers', 'admin-ledger': '/admin/payments/ledger',
    'admin-ledger-days': '/admin/payments/ledger?account=orders&from=2026-01-01&to=2036-01-01',
    'admin-reconciliation': '/admin/payments/reconciliation', 'admin-users': '/admin/users', 'admin-user': '/admin/users/3', 'admin-user-staff': '/admin/users/2',
    'admin-users-none': '/admin/users?q=zzzzqqqq', 'admin-guests': '/admin/users/guests', 'admin-guests-none': '/admin/users/guests?older=1-1', 'admin-products-unknown-name': '/admin/products?category=tidak-ada', 'admin-guests-unfound': '/admin/users/guests?q=zzzzqqqq', 'admin-stock-unknown-name': '/admin/stock?supplier_name=Tidak+Ada&brand_name=a',
    'admin-store-profile': '/admin/store-profile', 'admin-synonyms': '/admin/synonyms', 'admin-synonyms-set': '/admin/synonyms/1',
    'admin-shipping': '/admin/shipping', 'admin-shipping-service': '/admin/shipping/1', 'admin-shipping-new': '/admin/shipping/new',
    'admin-shipping-calculator': '/admin/shipping/calculator?area_query=gegerkalong&weight=5000&length=1100&width=400&height=150&total=10.000.000',
    'admin-mail': '/admin/mail', 'admin-mail-one': '/admin/mail/1', 'admin-mail-none': '/admin/mail?state=dead&q=nobody@contoh.example', 'admin-activity-none': '/admin/activity?kind=ledger&thing=none' })) {
    await page.goto(path)
    yield at(name)
  }
  yield* formPages(person)
  yield* reconciliationPage(person, shop)
  yield* deskPages(person)
  yield* importPages(person)
  yield* stockPages(person)
  yield* peoplePages(person, shop)
  await page.goto('/admin/orders')
  await page.locator('.order-table__number a').first().click()
  await page.waitForURL('**/admin/orders/HRT-**')
  yield at('admin-order')
  const label = await (await person.context.request.get(`${page.url()}/label.pdf`)).body()
  await page.goto(codesOn(label).find(([kind]) => kind === 'QR-Code')[1])
  yield at('tracking')
  // Behind what looks at the newest order: this one is placed by the staff.
  yield* draftOrderPages(person, shop)
  yield* refundPages(person, shop)
}

/** Forms of what is new, and those of whoever has been overtaken by a colleague, having seen another version. */
async function* formPages(person) {
  const { page } = person
  const at = name => ({ name, person })
  for (const [name, path] of Object.entries({
    'admin-supplier-new': '/admin/suppliers/new', 'admin-category-new': '/admin/categories/new?parent=2', 'admin-synonyms-new': '/admin/synonyms/new?terms=ukulele' })) {
    await page.goto(path)
    yield at(name)
  }
  person.expectComplaint(/status of 409/)
  for (const [name, path, field, typed] of [
    ['admin-product', '/admin/products/1', 'model', 'X'], ['admin-category', '/admin/categories/2', 'name_en', 'X'], ['admin-supplier', '/admin/suppliers/1', 'address', 'X'],
    ['admin-synonyms', '/admin/synonyms/1', 'terms', 'x, y'], ['admin-shipping', '/admin/shipping/1', 'courier', 'X'], ['admin-store-profile', '/admin/store-profile', 'city', 'X']]) {
    await page.goto(path)
    await page.locator('.edit [name=version], .edit [name=seen]').evaluate(seen => { seen.value = '0' })
    await page.locator(`#field-${field}`).fill(typed)
    await save(page)
    await page.locator('.confirm-box').waitFor()
    yield at(`${name}-overtaken`)
  }
}

/** A day on which the provider's books and the shop's did not agree. */
async function* reconciliationPage(person, shop) {
  const day = 1_735_664_400_000_000, dayAfter = day + 86_400_000_000
  await shop.sql(`INSERT INTO reconciliations (provider, day_begins_at, day_ends_at, state, compared, ours, theirs, started_at, ended_at)
    VALUES ('stripe', ${day}, ${dayAfter}, 'finished', 3, 900000, 650000, ${dayAfter}, ${dayAfter}) ON CONFLICT DO NOTHING`)
  const [[run]] = await shop.sql(`SELECT id FROM reconciliations WHERE day_begins_at = ${day}`)
  await shop.sql(`INSERT INTO reconciliation_findings (reconciliation_id, kind, reference, ours, theirs, healed, found_at) VALUES
    (${run}, 'amount', 'HRT-UJI1-2345-1', 500000, 250000, 1, ${dayAfter}), (${run}, 'unknown_here', 'cs_test_uji', 0, 400000, 0, ${dayAfter}),
    (${run}, 'no_answer', 'HRT-UJI6-7890-1', 400000, 0, 0, ${dayAfter}) ON CONFLICT DO NOTHING`)
  await person.page.goto(`/admin/payments/reconciliation/${run}`)
  yield { name: 'admin-reconciliation-run', person }
}

/** A file that cannot be read, and one of which a row is refused. */
async function* importPages(person) {
  const { page, t } = person
  const at = name => ({ name, person })
  const send = async (name, text) => {
    await page.goto('/admin/imports')
    await page.getByLabel(t('admin.import.file'), { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: t('admin.import.upload'), exact: true }).click()
  }
  person.expectComplaint(/status of 422/)
  await send('kosong.csv', 'sku,price\n')
  await page.getByRole('alert').first().waitFor()
  yield at('admin-imports-refused')
  // For everybody who comes here another one, so that there is something to change.
  const price = 3_000_000 + 10_000 * kManners.findIndex(({ window, theme }) => window === person.window && theme === person.theme)
  await send('harga-baru.csv', `sku,price,catatan\nCAS-CTS300,${price},turun\nTIDAK-ADA,5000,\n`)
  await page.waitForURL(/\/admin\/imports\/\d+$/)
  await page.getByLabel(t('admin.import.archive.file'), { exact: true }).setInputFiles(
    { name: 'foto.zip', mimeType: 'application/zip', buffer: zipOf([{ name: 'gitar.jpg' }, { name: 'lama.rar' }]) })
  await page.getByRole('button', { name: t('admin.import.archive.send'), exact: true }).click()
  await page.getByText('foto.zip').waitFor()
  yield at('admin-import-columns')
  await page.getByRole('button', { name: t('admin.import.check'), exact: true }).click()
  await page.getByRole('heading', { name: t('admin.import.checked_title'), exact: true }).waitFor()
  yield at('admin-import-checked')
  await page.getByRole('button', { name: t('admin.import.start'), exact: true }).click()
  await page.locator('.badge--import-finished').waitFor({ timeout: 60_000 })
  yield at('admin-import-finished')
  await page.goto('/admin/imports')
  yield at('admin-imports')
}

/** Somebody is invited, joins and sets up the second step of the login, in a window of their own. */
async function* peoplePages(person, shop) {
  const { page, t } = person
  const at = (name, who = person) => ({ name, person: who })
  const email = `joko-${person.window}-${person.theme}@hurtrock.com`
  await page.goto('/admin/users/invitations')
  await page.getByLabel(t('accounts.name'), { exact: true }).fill('Joko')
  await page.getByLabel(t('accounts.email'), { exact: true }).fill('admin@hurtrock.com')
  person.expectComplaint(/status of 409/)
  await page.getByRole('button', { name: t('admin.invitations.send') }).click()
  await page.getByRole('alert').first().waitFor()
  yield at('admin-invitation-refused')
  await page.getByLabel(t('accounts.email'), { exact: true }).fill(email)
  await page.getByRole('button', { name: t('admin.invitations.send') }).click()
  await page.getByText(t('admin.invitations.notice.sent'), { exact: true }).waitFor()
  yield at('admin-invitations')
  await page.goto('/admin/activity')
  yield at('admin-activity')

  const [invitation] = linksIn(await awaitMail(shop, { to: email }))
  const joko = await openWindow(person.context.browser(), shop, person)
  const own = joko.page
  await own.goto(invitation)
  yield at('invitation', joko)
  await own.getByLabel(t('accounts.password'), { exact: true }).fill('kata sandi yang panjang')
  await own.getByRole('button', { name: t('accounts.invitation.submit') }).click()
  await own.getByText(t('accounts.login.notice.joined')).waitFor()
  joko.expectComplaint(/status of 410/)
  await own.goto(invitation)
  yield at('invitation-spent', joko)
  await logIn(joko, email, 'kata sandi yang panjang')
  await own.goto('/profile/second-step')
  yield at('second-step', joko)
  await own.getByLabel(t('accounts.current_password')).fill('kata sandi yang panjang')
  await own.getByRole('button', { name: t('accounts.second_step.begin') }).click()
  const key = await own.locator('.second-step__key').innerText()
  yield at('second-step-begun', joko)
  await own.getByLabel(t('accounts.second_step.code'), { exact: true }).fill(codeAt(key, timeStep()))
  await own.getByRole('button', { name: t('accounts.second_step.confirm') }).click()
  await own.locator('.recovery-codes').waitFor()
  yield at('second-step-codes', joko)
  await own.goto('/profile')
  yield at('profile-staff', joko)
  await joko.context.clearCookies({ name: 'hurtrock_session' })
  await own.goto('/login')
  await own.getByLabel(t('accounts.email')).fill(email)
  await own.getByLabel(t('accounts.password')).fill('kata sandi yang panjang')
  await own.getByRole('main').getByRole('button', { name: t('accounts.login.submit') }).click()
  await own.waitForURL('**/login/code')
  yield at('login-code', joko)
  await own.goto('/login/code?recovery=1')
  yield at('login-code-recovery', joko)
  await joko.context.close()
}

async function* deskPages(person) {
  const { page } = person
  const at = name => ({ name, person })
  await page.goto('/admin/chat')
  await page.locator('.desk__room').first().waitFor()
  yield at('admin-chat')
  await page.locator('.desk__room').first().click()
  await page.locator('.said').first().waitFor()
  yield at('admin-chat-room')
}

async function* stockPages(person) {
  const { page, t } = person
  const at = name => ({ name, person })
  await page.goto('/admin/stock?alert=any')
  yield at('admin-stock')
  await page.locator('.stock-rows__name').first().click()
  await page.waitForURL(/\/admin\/stock\/\d+/)
  const sku = await page.locator('.order-head__facts span').first().innerText()
  yield at('admin-stock-variant')
  person.expectComplaint(/status of 422/)
  await page.getByRole('button', { name: t('admin.stock.correct_it') }).click()
  await page.getByRole('alert').first().waitFor()
  yield at('admin-stock-refused')

  await page.goto('/admin/stock/takes')
  await page.getByRole('button', { name: t('admin.take.start'), exact: true }).click()
  await page.waitForURL(/\/admin\/stock\/takes\/\d+$/)
  for (const scanned of [sku, 'TIDAK-ADA']) {
    await page.locator('#field-sku').fill(scanned)
    await page.keyboard.press('Enter')
  }
  await page.locator('.scan__error').waitFor()
  yield at('admin-take')
  await page.getByRole('link', { name: t('admin.take.to_review'), exact: true }).click()
  await page.waitForURL('**/review')
  yield at('admin-take-review')
  await page.goto('/admin/stock/takes')
  yield at('admin-takes')

  await page.goto('/admin/restock/new')
  yield at('admin-restock-supplier')
  await page.goto('/admin/restock/new?supplier=1&fill=low')
  yield at('admin-restock-new')
  await page.getByRole('button', { name: t('admin.restock.save_draft') }).click()
  await page.getByText(t('admin.edit.notice.saved')).waitFor()
  yield at('admin-restock-draft')
  await page.getByRole('button', { name: t('admin.restock.place'), exact: true }).click()
  await page.getByText(t('admin.restock.notice.ordered')).waitFor()
  await page.locator('.receive__count input').first().fill('1')
  await page.getByRole('button', { name: t('admin.restock.receive'), exact: true }).click()
  await page.getByText(t('admin.restock.notice.received')).waitFor()
  yield at('admin-restock-order')
  await page.goto('/admin/restock')
  yield at('admin-restock')
}

/** An order that is composed for a customer, from nothing to the link that is sent. */
async function* draftOrderPages(person, shop) {
  const { page, t } = person
  const at = name => ({ name, person })
  const variant = await takeVariant(shop)
  const press = action => page.locator(`.save-bar button[value=${action}]`).click()
  await page.goto('/admin/drafts?q=zzzzqqqq')
  yield at('admin-drafts-none')
  await page.goto('/admin/drafts/new')
  yield at('admin-draft-new')
  person.expectComplaint(/status of 422/)
  await press('place')
  await page.getByRole('alert').first().waitFor()
  yield at('admin-draft-refused')
  await page.locator('#field-account_query').fill('sekar')
  await page.locator('#add-account').click()
  await page.locator('[data-choices] button').first().waitFor()
  yield at('admin-draft-accounts')
  await page.locator('[data-choices] button').first().click()
  await page.locator('[name=account]:not([value=""])').waitFor({ state: 'attached' })
  await page.locator('#field-add_sku').fill('ibanez')
  await page.locator('#add-row').click()
  await page.locator('[data-choices] button').first().waitFor()
  yield at('admin-draft-found')
  await page.locator('#field-add_sku').fill(variant.sku)
  await page.locator('#add-row').click()
  await page.locator(`[name=quantity_${variant.id}]`).waitFor()
  await page.getByLabel(t('checkout.street')).fill('Jl. Contoh No. 7')
  await page.getByLabel(t('checkout.phone')).fill('0812-3456-7890')
  const area = page.getByRole('combobox', { name: t('checkout.area') })
  await area.fill('')
  await area.pressSequentially(kArea.search, { delay: 15 })
  await page.getByRole('option', { name: kArea.option }).filter({ hasText: kArea.city }).first().click()
  await page.locator('#add-quotes').click()
  await page.locator('[name=shipping_service][value=jne-reg]').check()
  await page.locator('[name=payment_method][value=midtrans]').check()
  await press('save')
  await page.getByText(t('admin.edit.notice.saved')).waitFor()
  yield at('admin-draft')
  await page.goto('/admin/drafts')
  yield at('admin-drafts')
  await page.locator('.rows__link').first().click()
  await page.waitForURL(/\/admin\/drafts\/\d+$/)
  await press('place')
  await page.getByText(t('admin.draft.notice.placed')).waitFor()
  yield at('admin-draft-placed')
}

async function* refundPages(person, shop) {
  const { page, t } = person
  const at = name => ({ name, person })
  const { number, reference, visitor } = await buy(shop, { quantity: 2 })
  await atSandbox(shop, reference, 'pay', { method: 'bca_va' })
  await awaitOrder(shop, number, { payment: 'paid' })
  await page.goto(`/admin/orders/${number}/refunds/new`)
  yield at('admin-refund')
  await page.getByLabel(t('admin.refund.reason'), { exact: true }).fill('Lecet')
  person.expectComplaint(/status of 422/)
  await page.getByRole('button', { name: t('admin.refund.check') }).click()
  await page.getByRole('alert').first().waitFor()
  yield at('admin-refund-refused')
  await page.locator('input[type=number]').first().fill('1')
  await page.getByRole('button', { name: t('admin.refund.check') }).click()
  await page.locator('button[name=accepted_total]').waitFor()
  yield at('admin-refund-confirm')
  await page.locator('button[name=accepted_total]').click()
  await until('it is to be transferred by hand', async () => {
    await page.goto(`/admin/orders/${number}`)
    return await page.locator('.badge--refund-by_hand').count() === 1
  }, { withinMs: 30_000 })
  yield at('admin-order-refund')
  await page.getByLabel(t('admin.refund.transfer_reference')).fill('BCA-123456')
  await page.getByRole('button', { name: t('admin.refund.transferred') }).click()
  await page.getByText(t('admin.notice.transferred')).waitFor()
  yield at('admin-order-refunded')
  // The buyer's eyes from here on.
  await person.context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: shop.url })))
  await page.goto(`/orders/${number}`)
  yield at('order-refunded')
}
