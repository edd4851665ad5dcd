// A product's page with 1,000 reviews against the page of one with five, and of one without any.

import { startShop } from '../tests/support/shop.mjs'
import { Visitor } from '../tests/http/client.mjs'
import { micros, takeUnreviewedVariant, visitorWithCart } from '../tests/http/errand.mjs'
import { load, rounds, seconds, sideBySide } from './support/load.mjs'
import { milliseconds, ratio, report, whole } from './support/report.mjs'

/** Reviews by as many accounts; whose orders they rest on does not matter here. */
async function review(shop, variant, reviews) {
  const [[order]] = await shop.sql('SELECT MIN(id) FROM orders')
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${reviews})`
  const mailboxes = `bench${variant.id}-`
  await shop.sql(
    `INSERT INTO users (email, name, created_at) ${numbers} SELECT '${mailboxes}' || i || '@contoh.example', 'Pembeli Ke' || i, 1 FROM n;
     INSERT INTO reviews (product_id, variant_id, user_id, order_id, rating, title, body, state, written_at, helpful_count)
     SELECT ${variant.product}, ${variant.id}, id, ${order}, 1 + id % 5, 'Ulasan', 'Sebuah ulasan yang cukup panjang untuk satu paragraf. Barangnya sesuai, suaranya enak, dan kirimannya rapi.', 'published', ${micros()} - id, id % 97
     FROM users WHERE email LIKE '${mailboxes}%';
     UPDATE products SET ${[1, 2, 3, 4, 5].map(n => `rated_${n} = ${reviews / 5}`).join(', ')} WHERE id = ${variant.product};
     UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
}

const rows = []
const shop = await startShop({ env: { LOG_LEVEL: 'warn' } })
try {
  const plain = await takeUnreviewedVariant(shop)
  const five = await takeUnreviewedVariant(shop)
  const many = await takeUnreviewedVariant(shop)
  await review(shop, five, 5)
  await review(shop, many, 1_000)
  await shop.restart()
  const cookie = visitor => ({ Cookie: `hurtrock_session=${visitor.cookies.get('hurtrock_session')}` })
  const guest = await visitorWithCart(shop, plain)
  const buyer = new Visitor(shop)
  await buyer.logIn('pembeli@contoh.example', 'pembeli123')
  for (const [who, headers] of [['no session', {}], ['cart', cookie(guest)], ['account', cookie(buyer)]]) {
    const page = variant => () => load(`${shop.url}/product/${variant.slug}`, { headers: { ...headers, 'Accept-Encoding': 'identity' } })
    for (const [reviews, variant] of [['none', plain], ['5', five]]) {
      const [other, thousand] = await sideBySide(page(variant), page(many))
      rows.push([who, reviews, whole(other.perSecond), whole(thousand.perSecond), ratio(thousand.perSecond, other.perSecond),
                 milliseconds(other.p99), milliseconds(thousand.p99)])
    }
  }
} finally {
  await shop.stop()
}
report('reviews', {
  title: 'A product with 1,000 reviews',
  method: `Its page, which shows five of them, beside the page of a product with five and of one without any; SQLite, identity encoding. wrk,
2 threads, 64 connections, ${rounds} rounds of ${seconds} s for each, alternating; medians. Beside none, five reviews more have to be
rendered and sent; people with an account also have their votes looked up.`,
  head: ['visitor', 'beside', 'beside/s', '1,000/s', 'ratio', 'beside p99', '1,000 p99'],
  rows,
})
