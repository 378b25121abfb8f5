package com.example.postcards.move;

/**
 * What a table holds.
 *
 * @param rows how many rows
 * @param checksum the sum of the first 64 bits of the MD5 of each row, in any order. The
 * servers calculate it themselves, so that no photo travels for it.
 */
record Content(long rows, String checksum) {

	@Override
	public String toString() {
		return "%9d  %24s".formatted(this.rows, this.checksum);
	}

}
