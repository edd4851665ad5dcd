// Makes the typeface of the printed documents from the package @fontsource-variable/archivo: one TrueType file for each
// part of its letters and each weight. The variable font itself would be drawn as shapes, not as text, in a PDF.
//
//   node pack.mjs FOLDER_OF_THE_PACKAGES OUTPUT_FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [packages, output] = process.argv.slice(2);
if (!output) {
  console.error("usage: node pack.mjs FOLDER_OF_THE_PACKAGES OUTPUT_FOLDER");
  process.exit(2);
}
const subsetFont = createRequire(join(resolve(packages), "pack_fonts.js"))("subset-font");

// Everything Latin, its marks and the punctuation, as far as the typeface has it.
const letters = String.fromCodePoint(...range(0x20, 0x24f), ...range(0x300, 0x36f), ...range(0x1e00, 0x1eff), ...range(0x2000, 0x22ff));

mkdirSync(output, { recursive: true });
for (const part of ["latin", "latin-ext", "vietnamese"]) {
  const file = join(packages, "@fontsource-variable/archivo/files", `archivo-${part}-wght-normal.woff2`);
  const font = readFileSync(file);
  for (const weight of [400, 600, 800]) {
    const made = await subsetFont(font, letters, { targetFormat: "truetype", variationAxes: { wght: weight } });
    writeFileSync(join(output, `archivo-${part}-${weight}.ttf`), made);
  }
}

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
