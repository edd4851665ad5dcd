import { readdir } from "node:fs/promises"
import { join } from "node:path"

// Paths of all files below `folder` that end in `ending`, in a stable order.
export async function filesBelow(folder, ending) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}
