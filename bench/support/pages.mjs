// The four pages that are measured, and one comparison of shop and nginx.

import { send } from '../../tests/http/client.mjs'
import { load, sideBySide } from './load.mjs'
import { milliseconds, ratio, whole } from './report.mjs'

export const kProducts = 1_000

/** {name: path} in a shop with sample data. */
export async function pagesOf(shop) {
  const [[product]] = await shop.sql("SELECT slug FROM products WHERE state = 'active' ORDER BY units_sold DESC, id LIMIT 1")
  const [[category]] = await shop.sql(
    'SELECT c.slug FROM categories c JOIN products p ON p.category_id = c.id GROUP BY c.id, c.slug ORDER BY COUNT(*) DESC LIMIT 1')
  return { home: '/', list: '/products', product: `/product/${product}`, category: `/categories/${category}` }
}

/** One row: the page as the shop sends it against a file of the same bytes. */
export async function compare(shop, nginx, name, path, encoding, headers = {}) {
  const sent = { ...headers, 'Accept-Encoding': encoding }
  const page = await send('GET', shop.url + path, { headers: sent })
  const coding = page.headers['content-encoding'] ?? 'identity'
  if (page.status !== 200 || coding !== encoding) throw new Error(`${path}: status ${page.status}, ${coding} instead of ${encoding}`)
  nginx.put(name, encoding, page.body)
  const ours = () => load(shop.url + path, { headers: sent })
  const theirs = () => load(nginx.url(name, encoding), { headers: sent })
  await load(shop.url + path, { headers: sent, duration: 1 })
  await load(nginx.url(name, encoding), { headers: sent, duration: 1 })
  const [shopResult, nginxResult] = await sideBySide(ours, theirs)
  console.log(`${name} ${encoding}: ${whole(shopResult.perSecond)} against ${whole(nginxResult.perSecond)}`)
  return [name, encoding, whole(page.body.length), whole(shopResult.perSecond), whole(nginxResult.perSecond),
          ratio(shopResult.perSecond, nginxResult.perSecond), milliseconds(shopResult.p99), milliseconds(nginxResult.p99)]
}

export const kHead = ['page', 'encoding', 'bytes', 'shop/s', 'nginx/s', 'ratio', 'shop p99', 'nginx p99']
