// The pack that tools/paint_pictures made. painted.cpp reads it.
	.section .rodata.hurtrock_paintings, "a", @progbits
	.globl hurtrock_paintings_begin
hurtrock_paintings_begin:
	.incbin "paintings.pack"
	.globl hurtrock_paintings_end
hurtrock_paintings_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
