/** Nobody but the dead process held them: what a lease waits for has happened. */
export function endLeases(shop) {
  return shop.sql(
    `UPDATE jobs SET lease_until = 1 WHERE lease_until IS NOT NULL AND state = 'waiting';
     UPDATE outbox_mails SET lease_until = 1 WHERE lease_until IS NOT NULL AND state = 'waiting';
     UPDATE payments SET lease_until = 1 WHERE lease_until IS NOT NULL`)
}
