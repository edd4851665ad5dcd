// The fonts that tools/pack_fonts made. typeface.cpp reads them.
	.macro font name, file
	.balign 16
	.globl hurtrock_\name
hurtrock_\name:
	.incbin "fonts/\file"
	.globl hurtrock_\name\()_end
hurtrock_\name\()_end:
	.byte 0
	.endm

	.section .rodata.hurtrock_fonts, "a", @progbits
	font latin_400, archivo-latin-400.ttf
	font latin_600, archivo-latin-600.ttf
	font latin_800, archivo-latin-800.ttf
	font latin_ext_400, archivo-latin-ext-400.ttf
	font latin_ext_600, archivo-latin-ext-600.ttf
	font latin_ext_800, archivo-latin-ext-800.ttf
	font vietnamese_400, archivo-vietnamese-400.ttf
	font vietnamese_600, archivo-vietnamese-600.ttf
	font vietnamese_800, archivo-vietnamese-800.ttf
	.section .note.GNU-stack, "", @progbits
