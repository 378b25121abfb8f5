package com.example.postcards.postcard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The chunks of a WebP file. The decoder reads still pictures only, so the first picture
 * of an animation becomes one.
 */
final class WebpChunks {

	private static final int ANIMATION_FRAME = 0x464D4E41; // ANMF

	private static final int EXIF = 0x46495845; // EXIF

	private static final int PROFILE = 0x50434349; // ICCP

	private static final int EXTENDED = 0x58385056; // VP8X

	private static final int FILE_HEADER = 12;

	private static final int CHUNK_HEADER = 8;

	private static final int EXTENDED_LENGTH = 10;

	private static final int ALPHA = 0x10;

	private WebpChunks() {
	}

	/**
	 * Separates the parts of a WebP file.
	 */
	static PhotoFile photo(byte[] file) {
		ByteBuffer rest = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(FILE_HEADER);
		byte[] picture = file;
		byte[] exif = {};
		byte[] profile = {};
		while (rest.remaining() >= CHUNK_HEADER) {
			int type = rest.getInt();
			int length = rest.getInt();
			if (length < 0 || length > rest.remaining()) {
				break;
			}
			byte[] content = Arrays.copyOfRange(file, rest.position(), rest.position() + length);
			switch (type) {
				case EXIF -> exif = content;
				case PROFILE -> profile = content;
				case ANIMATION_FRAME -> picture = (picture == file) ? still(content) : picture;
				default -> {
				}
			}
			// Chunks begin at even positions.
			rest.position(Math.min(rest.position() + length + length % 2, rest.limit()));
		}
		return new PhotoFile("webp", picture, exif, profile);
	}

	private static byte[] still(byte[] frame) {
		// Two numbers of 3 bytes each for position and size, 4 bytes for time and
		// blending.
		int header = 16;
		int length = frame.length - header;
		ByteBuffer file = ByteBuffer.allocate(FILE_HEADER + CHUNK_HEADER + EXTENDED_LENGTH + length)
			.order(ByteOrder.LITTLE_ENDIAN);
		file.put(new byte[] { 'R', 'I', 'F', 'F' }).putInt(file.capacity() - CHUNK_HEADER);
		file.put(new byte[] { 'W', 'E', 'B', 'P' });
		file.putInt(EXTENDED).putInt(EXTENDED_LENGTH).putInt(ALPHA).put(frame, 6, 6);
		return file.put(frame, header, length).array();
	}

}
