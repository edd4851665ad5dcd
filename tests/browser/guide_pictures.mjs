// The pictures that README and guides show, out of the pages that tests look at (pages.mjs). `page`: its name there;
// `from`: where the window stands, 'top' or as the errand left it.

export const kGuidePictures = [
  { name: 'home', window: 'laptop', page: 'home', from: 'top' },
  { name: 'search', window: 'phone', page: 'suggestions', from: 'errand' },
  { name: 'product', window: 'phone', page: 'product', from: 'top' },
  { name: 'checkout', window: 'laptop', page: 'checkout', from: 'top' },
  { name: 'order', window: 'phone', page: 'order', from: 'top' },
  { name: 'chat', window: 'phone', page: 'chat-widget', from: 'errand' },
  { name: 'admin-overview', window: 'laptop', page: 'admin', from: 'top' },
  { name: 'admin-orders', window: 'laptop', page: 'admin-orders', from: 'top' },
  { name: 'admin-order', window: 'laptop', page: 'admin-order', from: 'top' },
  { name: 'admin-product', window: 'laptop', page: 'admin-product', from: 'top' },
  { name: 'admin-stock', window: 'laptop', page: 'admin-stock', from: 'top' },
  { name: 'admin-chat', window: 'laptop', page: 'admin-chat-room', from: 'errand' },
]
export const kGuideLanguages = ['id', 'en']

/** Readers of a guide may be on a phone, too. */
export const kLargestPicture = 120_000

export const pictureFile = (picture, language) => `${picture.name}.${language}.webp`
