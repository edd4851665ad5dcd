import { micros } from '../http/errand.mjs'

/** Nobody but the dead process held them: what a lease waits for has happened. */
export function endLeases(shop) {
  return shop.sql(
    `UPDATE jobs SET lease_until = 1 WHERE lease_until IS NOT NULL AND state = 'waiting';
     UPDATE outbox_mails SET lease_until = 1 WHERE lease_until IS NOT NULL AND state = 'waiting';
     UPDATE payments SET lease_until = 1 WHERE lease_until IS NOT NULL`)
}

/** As kill9(), of one node only. Answers a function that starts it again. */
export async function killOne(shop) {
  const startAgain = await shop.killOne()
  // While others live nobody knows which leases were the dead one's: hurryUp() ends those that nobody can hold any more.
  if (!shop.hasNodes) await endLeases(shop)
  return startAgain
}

/** Leases last for 300 s, those of payment pages that are being opened for 60 s. */
const kLeaseMs = 300_000, kOpeningMs = 60_000
const kHurriedEveryMs = 2_000

/**
 * Whoever waits for the next try has waited long enough; and nobody works on one thing for 20 s: its claim was committed
 * while PostgreSQL died, and whoever made it never heard of it.
 */
export function hurryUp(shop) {
  const forgotten = micros(kLeaseMs - 20_000)
  const forgottenOpening = micros(kOpeningMs - 20_000)
  return shop.sql(
    `UPDATE jobs SET lease_until = 1 WHERE state = 'waiting' AND lease_until < ${forgotten};
     UPDATE outbox_mails SET lease_until = 1 WHERE state = 'waiting' AND lease_until < ${forgotten};
     UPDATE jobs SET run_at = 1 WHERE state = 'waiting' AND lease_until IS NULL;
     UPDATE outbox_mails SET next_attempt_at = 1 WHERE state = 'waiting' AND lease_until IS NULL;
     UPDATE payments SET lease_until = 1 WHERE lease_until < ${forgottenOpening};
     UPDATE refunds SET next_ask_at = 1 WHERE next_ask_at IS NOT NULL;
     UPDATE payments SET updated_at = 1 WHERE state IN ('opening', 'open', 'pending', 'failed') AND provider IN ('midtrans', 'stripe')`)
}

/** What `action` answers; hurryUp() every other second meanwhile. */
export async function whileHurried(shop, action) {
  const nudger = setInterval(() => void hurryUp(shop).catch(() => {}), kHurriedEveryMs)
  try {
    return await action()
  } finally {
    clearInterval(nudger)
  }
}
