// Every route of the shop with every value a request to it may carry, for tests that send nonsense. A test compares this
// table with the routes in src/*/routes.cpp.

/**
 * method, path as in routes.cpp; `params`: legal values for the path's parts; `query`, `form`, `json`: each field's legal
 * value (json: dotted names for nested members); `as`: visitor (default), guest (with a cart), buyer or staff.
 */
export const kRoutes = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/products', query: 'LIST' },
  { method: 'GET', path: '/categories/:slug', params: { slug: 'CATEGORY' }, query: 'LIST' },
  { method: 'GET', path: '/product/:slug', params: { slug: 'PRODUCT' }, query: { variant: 'VARIANT' } },
  { method: 'GET', path: '/products/viewed', query: { id: '1' } },
  { method: 'GET', path: '/sitemap.xml' },
  { method: 'GET', path: '/search', query: { q: 'gitar' } },
  { method: 'GET', path: '/api/v1/products', query: 'LIST' },
  { method: 'GET', path: '/api/v1/products/:slug', params: { slug: 'PRODUCT' } },
  { method: 'GET', path: '/api/v1/categories' },
  { method: 'GET', path: '/api/v1/search/suggest', query: { q: 'gitar' } },
  { method: 'GET', path: '/store-info' },
  { method: 'GET', path: '/robots.txt' },
  { method: 'GET', path: '/manifest.webmanifest' },

  { method: 'GET', path: '/cart', query: { notice: 'added' }, as: 'guest' },
  { method: 'GET', path: '/cart/drawer', as: 'guest' },
  { method: 'POST', path: '/cart/items', form: { variant_id: 'VARIANT', quantity: '1' }, as: 'guest' },
  { method: 'POST', path: '/cart/items/:id', params: { id: 'ITEM' }, form: { quantity: '1' }, as: 'guest' },
  { method: 'POST', path: '/cart/items/:id/removal', params: { id: '999999999' }, form: {}, as: 'guest' },
  { method: 'GET', path: '/api/v1/cart', as: 'guest' },
  { method: 'POST', path: '/api/v1/cart/items', json: { variant_id: 'VARIANT', quantity: 1 }, as: 'guest' },
  { method: 'PATCH', path: '/api/v1/cart/items/:id', params: { id: 'ITEM' }, json: { quantity: 1 }, as: 'guest' },
  { method: 'DELETE', path: '/api/v1/cart/items/:id', params: { id: '999999999' }, as: 'guest' },

  { method: 'GET', path: '/checkout', query: { address: '1' }, as: 'guest' },
  { method: 'POST', path: '/checkout', as: 'guest', form: {
    name: 'Nama', email: 'a@contoh.example', phone: '081234567890', area_query: 'gegerkalong', area_code: 'AREA', postal_code: '40153',
    street: 'Jl. Contoh', note: '', shipping_service: 'pickup', payment_method: 'nothing', idempotency_key: 'KEY', accepted_total: '0', look_up: '',
  } },
  { method: 'GET', path: '/shipping', query: { variant: 'VARIANT', area_query: 'gegerkalong', area_code: 'AREA' } },
  { method: 'GET', path: '/shipping/quotes', query: { variant: 'VARIANT', area_code: 'AREA' } },
  { method: 'GET', path: '/payment/return', query: { order_id: 'HRT-0000-0000-1', t: 'x', status_code: '200', transaction_status: 'settlement' } },
  { method: 'GET', path: '/api/v1/areas', query: { q: 'gegerkalong' } },
  { method: 'POST', path: '/api/v1/shipping/quotes', json: { area_code: 'AREA' }, as: 'guest' },
  { method: 'POST', path: '/api/v1/checkout', as: 'guest', headers: { 'Idempotency-Key': 'KEY' }, json: {
    'contact.name': 'Nama', 'contact.email': 'a@contoh.example', 'contact.phone': '081234567890', 'address.street': 'Jl. Contoh',
    'address.area_code': 'AREA', 'address.postal_code': '40153', 'address.note': '', shipping_service: 'pickup', payment_method: 'nothing',
    note: '', accepted_total: 0,
  } },
  { method: 'POST', path: '/webhooks/midtrans', json: {
    transaction_id: 'a', order_id: 'HRT-0000-0000-1', gross_amount: '1.00', currency: 'IDR', status_code: '200', transaction_status: 'settlement',
    fraud_status: 'accept', payment_type: 'qris', signature_key: 'none',
  } },

  { method: 'GET', path: '/orders', query: { page: '1' }, as: 'buyer' },
  { method: 'GET', path: '/orders/:number', params: { number: 'ORDER' }, query: { t: 'x', notice: 'cancelled', placed: '1' }, as: 'buyer' },
  { method: 'POST', path: '/orders/:number/payment', params: { number: 'HRT-0000-0000' }, form: { t: 'x' } },
  { method: 'POST', path: '/orders/:number/cancellation', params: { number: 'HRT-0000-0000' }, form: { t: 'x' } },
  { method: 'GET', path: '/api/v1/orders', query: { page: '1' }, as: 'buyer' },
  { method: 'GET', path: '/api/v1/orders/:number', params: { number: 'ORDER' }, query: { t: 'x' }, as: 'buyer' },
  { method: 'POST', path: '/api/v1/orders/:number/payment', params: { number: 'HRT-0000-0000' }, query: { t: 'x' } },
  { method: 'POST', path: '/api/v1/orders/:number/cancellation', params: { number: 'HRT-0000-0000' }, query: { t: 'x' } },

  { method: 'GET', path: '/login', query: { return_to: '/cart', notice: 'password_changed' } },
  { method: 'POST', path: '/login', form: { email: 'nobody@contoh.example', password: 'wrong', return_to: '/cart' } },
  { method: 'POST', path: '/logout', form: {} },
  { method: 'GET', path: '/register', query: { return_to: '/cart' } },
  { method: 'POST', path: '/register', form: { name: 'Nama', email: 'pembeli@contoh.example', password: 'x', return_to: '/cart' } },
  { method: 'GET', path: '/verify-email', query: { token: 'x' } },
  { method: 'GET', path: '/password/forgot' },
  { method: 'POST', path: '/password/forgot', form: { email: 'nobody@contoh.example' } },
  { method: 'GET', path: '/password/reset', query: { token: 'x' } },
  { method: 'POST', path: '/password/reset', form: { token: 'x', password: 'panjang sekali' } },
  { method: 'GET', path: '/profile', query: { notice: 'saved' }, as: 'buyer' },
  { method: 'POST', path: '/profile', form: { name: 'Sekar Ayuningtyas', phone: '080000000202' }, as: 'buyer' },
  { method: 'POST', path: '/profile/password', form: { current_password: 'wrong', password: 'panjang sekali' }, as: 'buyer' },
  { method: 'POST', path: '/profile/addresses', as: 'buyer', form: {
    recipient: 'Nama', phone: '081234567890', street: 'Jl. Contoh', area_code: 'nowhere', area_query: 'geger', postal_code: '40153', look_up: '' } },
  { method: 'POST', path: '/profile/addresses/:id/removal', params: { id: '999999999' }, form: {}, as: 'buyer' },
  { method: 'POST', path: '/profile/sessions/:id/removal', params: { id: '999999999' }, form: {}, as: 'buyer' },
  { method: 'POST', path: '/profile/verification', form: {}, as: 'buyer' },
  { method: 'POST', path: '/language', form: { value: 'id', return_to: '/' } },
  { method: 'POST', path: '/theme', form: { value: 'dark', return_to: '/' } },
  { method: 'GET', path: '/api/v1/session' },
  { method: 'POST', path: '/api/v1/auth/register', json: { name: 'Nama', email: 'pembeli@contoh.example', password: 'x' } },
  { method: 'POST', path: '/api/v1/auth/login', json: { email: 'nobody@contoh.example', password: 'wrong' } },
  { method: 'POST', path: '/api/v1/auth/logout' },

  { method: 'GET', path: '/admin', as: 'staff' },
  { method: 'GET', path: '/admin/products', query: { q: 'gitar', older: '100' }, as: 'staff' },
  { method: 'GET', path: '/admin/products/:id/images', params: { id: '1' }, query: { notice: 'saved' }, as: 'staff' },
  { method: 'POST', path: '/admin/products/:id/images', params: { id: '999999999' }, form: { pictures: 'a.jpg' }, as: 'staff' },
  { method: 'POST', path: '/admin/products/:id/images/arrangement', params: { id: '1' }, as: 'staff',
    form: { version: '0', image: '1', do: 'save', thumbnail: '1', alt_id_1: 'Tampak depan', alt_en_1: 'Front' } },
  { method: 'GET', path: '/admin/orders', query: { state: 'paid', payment: 'paid', q: 'HRT', page: '1' }, as: 'staff' },
  { method: 'GET', path: '/admin/orders/:number', params: { number: 'ORDER' }, query: { notice: 'done' }, as: 'staff' },
  { method: 'POST', path: '/admin/orders/:number/processing', params: { number: 'HRT-0000-0000' }, form: { version: '1' }, as: 'staff' },
  { method: 'POST', path: '/admin/orders/:number/shipments', params: { number: 'HRT-0000-0000' }, as: 'staff',
    form: { version: '1', courier: 'JNE', tracking_number: 'JX1234567890' } },
  { method: 'POST', path: '/admin/orders/:number/delivery', params: { number: 'HRT-0000-0000' }, form: { version: '1' }, as: 'staff' },
  { method: 'POST', path: '/admin/orders/:number/cash', params: { number: 'HRT-0000-0000' }, form: { version: '1' }, as: 'staff' },
  { method: 'POST', path: '/admin/orders/:number/cancellation', params: { number: 'HRT-0000-0000' }, form: { version: '1', reason: 'x' }, as: 'staff' },
  { method: 'POST', path: '/admin/orders/:number/payment-check', params: { number: 'HRT-0000-0000' }, form: {}, as: 'staff' },
]

/** The parameters of every list. */
export const kListQuery = {
  q: 'gitar', category: 'CATEGORY', brand: 'BRAND', min_price: '1', max_price: '9000000', in_stock: '1', 'spec.body_wood': 'mahogany', 'spec.frets.min': '20', sort: 'newest', page: '1', per_page: '10',
}
