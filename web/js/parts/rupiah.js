// "Rp 12.500.000", with a space that does not break, as the server writes it.
export function rupiah(amount) {
  const digits = String(amount).replace("-", "").replace(/\B(?=(\d{3})+$)/g, ".")
  return `${amount < 0 ? "-" : ""}Rp\u00a0${digits}`
}
