package com.example.postcards.move;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a table holds.
 *
 * @param rows how many rows
 * @param checksum SHA-256 over the rows in the order of their keys, as {@code COPY}
 * writes them
 */
record Content(long rows, String checksum) {

	private static final int SHOWN = 16;

	/**
	 * The rows, and enough of the checksum to tell two apart at a glance.
	 */
	@Override
	public String toString() {
		return "%9d  %s".formatted(this.rows, this.checksum.substring(0, SHOWN));
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Takes the rows one by one. */
	static final class Builder {

		private final MessageDigest digest = sha256();

		private long rows;

		/**
		 * Adds a row.
		 * @param line of {@code COPY}, with its line feed
		 */
		void add(byte[] line) {
			this.digest.update(line);
			this.rows++;
		}

		/**
		 * Adds a photo as the database shows it: its postcard, and its checksum.
		 */
		void add(long postcard, byte[] photo) {
			String row = "%d\t%s\n".formatted(postcard, HexFormat.of().formatHex(sha256().digest(photo)));
			add(row.getBytes(StandardCharsets.UTF_8));
		}

		Content build() {
			return new Content(this.rows, HexFormat.of().formatHex(this.digest.digest()));
		}

	}

}
