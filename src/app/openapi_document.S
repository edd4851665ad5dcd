// The document that tools/openapi joined. openapi.cpp reads it.
	.section .rodata.hurtrock_openapi, "a", @progbits
	.globl hurtrock_openapi_begin
hurtrock_openapi_begin:
	.incbin "openapi.json"
	.globl hurtrock_openapi_end
hurtrock_openapi_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
