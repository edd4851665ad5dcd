// What autovacuum would have done within minutes, or over the years that were put into a shop at once.

/**
 * Vacuums and analyses every table that has rows. One that is empty is left unknown, as it is in a new shop: a table known to
 * be empty is read from end to end by plans that stay when it has grown. SQLite is asked for nothing.
 */
export async function settleDatabase(shop) {
  if (shop.database !== 'postgres') return
  const tables = (await shop.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).map(([name]) => name)
  const filled = await shop.sql(tables.map(name => `SELECT '${name}' WHERE EXISTS (SELECT 1 FROM ${name})`).join(' UNION ALL '))
  await shop.sql(`VACUUM (ANALYZE) ${filled.map(([name]) => name).join(', ')}`)
}
