package com.example.postcards.postcard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.imageio.IIOException;

/**
 * The segments of a JPEG file up to the end of its first picture. Libraries stop at the
 * first scan, so none can count the scans.
 */
final class JpegSegments {

	private static final int LOSSLESS = 0xC3;

	private static final int END = 0xD9;

	private static final int SCAN = 0xDA;

	private static final int APPLICATION_1 = 0xE1;

	private static final int APPLICATION_2 = 0xE2;

	private static final byte COMMENT = (byte) 0xFE;

	private static final byte[] EXIF = "Exif\0".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

	private final byte[] file;

	private final byte[] picture;

	private final SortedMap<Integer, byte[]> profile = new TreeMap<>();

	private byte[] exif = {};

	private int scans;

	private boolean cmyk;

	JpegSegments(byte[] file) {
		this.file = file;
		this.picture = file.clone();
	}

	/**
	 * Separates the parts of the file.
	 * @throws IOException if the picture is of a kind that no browser shows
	 */
	PhotoFile photo() throws IOException {
		int at = marker(0);
		// A first part without a scan holds tables for the next.
		while (at < this.file.length && (type(at) != END || this.scans == 0)) {
			int end = end(at);
			read(at, Arrays.copyOfRange(this.file, Math.min(at + 4, end), end));
			at = marker(end);
		}
		if (this.cmyk) {
			// Only the decoder has the four colours that the profile is for.
			return new PhotoFile("jpeg", this.file, true, this.scans, this.exif, new byte[0]);
		}
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		this.profile.values().forEach(whole::writeBytes);
		return new PhotoFile("jpeg", this.picture, false, this.scans, this.exif, whole.toByteArray());
	}

	private void read(int marker, byte[] content) throws IOException {
		int type = type(marker);
		if (type == LOSSLESS) {
			throw new IIOException("Lossless JPEG");
		}
		if (type == SCAN) {
			this.scans++;
		}
		else if (type == APPLICATION_1 && this.exif.length == 0 && startsWith(content, EXIF)) {
			this.exif = content;
		}
		else if (type == APPLICATION_2 && startsWith(content, PROFILE) && content.length > PROFILE.length + 2) {
			int number = Byte.toUnsignedInt(content[PROFILE.length]);
			this.profile.putIfAbsent(number, Arrays.copyOfRange(content, PROFILE.length + 2, content.length));
			// The decoder must not apply it as well. A comment is ignored; if the segment
			// was deleted, the bytes around it could form a marker that is not counted.
			this.picture[marker + 1] = COMMENT;
		}
		else if (isFrame(type) && content.length > 5) {
			this.cmyk = content[5] == 4;
		}
	}

	private static boolean startsWith(byte[] content, byte[] start) {
		return content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
	}

	private static boolean isFrame(int type) {
		return type >= 0xC0 && type <= 0xCF && type != 0xC4 && type != 0xC8 && type != 0xCC;
	}

	// Finds the next marker: FF with neither padding nor an escape behind it.
	private int marker(int from) {
		for (int at = from; at + 1 < this.file.length; at++) {
			if (this.file[at] == (byte) 0xFF && type(at) != 0x00 && type(at) != 0xFF) {
				return at;
			}
		}
		return this.file.length;
	}

	private int type(int marker) {
		return Byte.toUnsignedInt(this.file[marker + 1]);
	}

	private int end(int marker) {
		if (!hasLength(type(marker)) || marker + 4 > this.file.length) {
			return marker + 2;
		}
		int length = Short.toUnsignedInt(ByteBuffer.wrap(this.file).getShort(marker + 2));
		return Math.min(marker + 2 + Math.max(length, 2), this.file.length);
	}

	// Unknown types have none: a decoder that does not skip what follows them could find
	// scans in it.
	private static boolean hasLength(int type) {
		return isFrame(type) || type == 0xC4 || type == 0xCC || type > END && type < 0xF0 || type == 0xFE;
	}

}
