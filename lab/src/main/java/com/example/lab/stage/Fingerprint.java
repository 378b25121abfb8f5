package com.example.lab.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A checksum over files, which changes when any of them does. Their contents are taken by
 * length and CRC-32, as in a jar: without the optimising compiler SHA-256 takes seconds
 * for the application.
 */
public final class Fingerprint {

	private final MessageDigest digest;

	/** An empty checksum. */
	public Fingerprint() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Adds a file, or all files below a folder, with their names.
	 * @param path need not exist
	 * @return this
	 */
	public Fingerprint add(Path path) {
		if (!Files.exists(path)) {
			return this;
		}
		try (Stream<Path> files = Files.walk(path)) {
			files.filter(Files::isRegularFile).sorted().forEach((file) -> {
				CRC32 checksum = new CRC32();
				long length = read(file, checksum);
				String line = "%s/%s %d %d ".formatted(path.getFileName(), path.relativize(file), length,
						checksum.getValue());
				this.digest.update(line.getBytes(StandardCharsets.UTF_8));
			});
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The checksum of all that was added; afterwards this object is empty again.
	 * @return 16 hexadecimal digits
	 */
	public String value() {
		return HexFormat.of().formatHex(this.digest.digest()).substring(0, 16);
	}

	/** In parts, because a jar can be larger than the memory of the command line. */
	private static long read(Path file, CRC32 checksum) {
		try (InputStream content = new CheckedInputStream(Files.newInputStream(file), checksum)) {
			return content.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
