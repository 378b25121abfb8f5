package com.example.postcards.postcard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;

import javax.imageio.IIOException;

/**
 * The chunks of a PNG file.
 */
final class PngChunks {

	private static final int HEADER = 0x49484452; // IHDR

	private static final int PALETTE = 0x504C5445; // PLTE

	private static final int TRANSPARENCY = 0x74524E53; // tRNS

	private static final int DATA = 0x49444154; // IDAT

	private static final int END = 0x49454E44; // IEND

	private static final int EXIF = 0x65584966; // eXIf

	private static final int PROFILE = 0x69434350; // iCCP

	// Length, type and checksum.
	private static final int FRAME = 12;

	private static final int MAX_PROFILE_BYTES = 4 * 1024 * 1024;

	private PngChunks() {
	}

	/**
	 * Separates the parts of a PNG file.
	 * @throws IOException if a chunk is cut off
	 */
	static PhotoFile photo(byte[] file) throws IOException {
		ByteBuffer rest = ByteBuffer.wrap(file).position(Long.BYTES);
		ByteArrayOutputStream picture = new ByteArrayOutputStream(file.length);
		picture.write(file, 0, Long.BYTES);
		byte[] exif = {};
		byte[] profile = {};
		for (int type = 0; type != END;) {
			int start = rest.position();
			long length = (rest.remaining() < FRAME) ? -1 : rest.getInt();
			if (length < 0 || start + FRAME + length > file.length) {
				throw new IIOException("A chunk is cut off");
			}
			type = rest.getInt();
			int end = start + FRAME + (int) length;
			switch (type) {
				case HEADER, PALETTE, TRANSPARENCY, DATA, END -> picture.write(file, start, end - start);
				case EXIF -> exif = Arrays.copyOfRange(file, rest.position(), end - Integer.BYTES);
				case PROFILE -> profile = Arrays.copyOfRange(file, rest.position(), end - Integer.BYTES);
				default -> {
				}
			}
			rest.position(end);
		}
		return new PhotoFile("png", picture.toByteArray(), exif, unpacked(profile));
	}

	private static byte[] unpacked(byte[] chunk) {
		// The name ends with a zero; the method of compression is the next byte.
		int name = 0;
		while (name < chunk.length && chunk[name] != 0) {
			name++;
		}
		int start = Math.min(name + 2, chunk.length);
		try (InflaterInputStream profile = new InflaterInputStream(
				new ByteArrayInputStream(chunk, start, chunk.length - start))) {
			return profile.readNBytes(MAX_PROFILE_BYTES);
		}
		catch (IOException ex) {
			// An invalid profile does not make the picture invalid.
			return new byte[0];
		}
	}

}
