// The table that tools/pack_areas made. area_table.cpp reads it.
	.section .rodata.hurtrock_areas, "a", @progbits
	.balign 16
	.globl hurtrock_areas_begin
hurtrock_areas_begin:
	.incbin "areas.bin"
	.globl hurtrock_areas_end
hurtrock_areas_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
