package com.example.postcards.postcard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

import javax.imageio.IIOException;

/**
 * The chunks that a PNG file consists of.
 */
final class PngChunks {

	private static final long SIGNATURE = 0x89504E470D0A1A0AL;

	private static final int END = 0x49454E44; // IEND

	private static final Set<Integer> PICTURE = Set.of(0x49484452 /* IHDR */,
			0x504C5445 /* PLTE */, 0x74524E53 /* tRNS */, 0x49444154 /* IDAT */, END);

	// Length, type and checksum.
	private static final int FRAME = 12;

	private PngChunks() {
	}

	/**
	 * Leaves only the chunks that make the picture, up to its end. The JDK would unpack
	 * compressed text of any size.
	 * @param file a file of any type
	 * @return the smaller file, or the same if it is not a PNG
	 * @throws IOException if a chunk is cut off
	 */
	static byte[] pictureOnly(byte[] file) throws IOException {
		ByteBuffer rest = ByteBuffer.wrap(file);
		if (file.length < Long.BYTES || rest.getLong() != SIGNATURE) {
			return file;
		}
		ByteArrayOutputStream picture = new ByteArrayOutputStream(file.length);
		picture.write(file, 0, Long.BYTES);
		for (int type = 0; type != END;) {
			int start = rest.position();
			long length = (rest.remaining() < FRAME) ? -1 : rest.getInt();
			if (length < 0 || start + FRAME + length > file.length) {
				throw new IIOException("A chunk is cut off");
			}
			type = rest.getInt();
			if (PICTURE.contains(type)) {
				picture.write(file, start, (int) length + FRAME);
			}
			rest.position(start + FRAME + (int) length);
		}
		return picture.toByteArray();
	}

}
