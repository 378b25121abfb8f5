package com.example.contract;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Photos that say more, or less, than they seem to.
 */
final class HostilePictures {

	private HostilePictures() {
	}

	/**
	 * A real picture in a format that Postcards does not take, under the name of one that
	 * it takes.
	 */
	static Photo disguised(String format) {
		byte[] bytes = Pictures.encode(format, Pictures.draw(40, 30, BufferedImage.TYPE_INT_RGB));
		return new Photo("picture.jpg", "image/jpeg", bytes);
	}

	/**
	 * A PNG of zeros, written row by row: a small file of any number of pixels.
	 * @param bits bits per channel
	 * @param colourType 0 for grey, 2 for red, green and blue
	 */
	static Photo blank(int width, int height, int bits, int colourType) {
		ByteArrayOutputStream pixels = new ByteArrayOutputStream();
		byte[] row = new byte[1 + Math.max(0, width * bits * ((colourType == 2) ? 3 : 1) + 7) / 8];
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels,
				new Deflater(Deflater.BEST_COMPRESSION))) {
			for (int y = 0; y < height; y++) {
				deflater.write(row);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return png(width, height, bits, colourType, pixels.toByteArray());
	}

	/**
	 * A PNG whose header claims a size for which there are no pixels.
	 */
	static Photo claiming(int width, int height) {
		return png(width, height, 8, 2, new byte[10]);
	}

	/**
	 * A JPEG with an EXIF block (where it was taken, and an orientation that says how to
	 * hold it) and a comment.
	 * @param orientation 1 for upright, 6 for turned right by 90 degrees
	 */
	static Photo jpegWithMetadata(int width, int height, int orientation, String secret) {
		byte[] text = secret.getBytes(StandardCharsets.US_ASCII);
		// Big-endian TIFF: a directory of three entries, one of one entry for GPS, the
		// text. A value of more than four bytes stands elsewhere, at the offset given.
		int gps = 8 + 2 + 3 * 12 + 4;
		int end = gps + 2 + 12 + 4;
		ByteBuffer tiff = ByteBuffer.allocate(end + text.length);
		tiff.put(new byte[] { 'M', 'M', 0, 42 }).putInt(8).putShort((short) 3);
		entry(tiff, 0x010e, 2, text.length, end);
		entry(tiff, 0x0112, 3, 1, orientation << 16);
		entry(tiff, 0x8825, 4, 1, gps);
		tiff.putInt(0).putShort((short) 1);
		entry(tiff, 0x001d, 2, text.length, end);
		tiff.putInt(0).put(text);
		byte[] exif = concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff.array());

		byte[] plain = Pictures.jpeg(width, height).bytes();
		byte[] start = { plain[0], plain[1] };
		byte[] rest = Arrays.copyOfRange(plain, 2, plain.length);
		byte[] bytes = concat(start, jpegSegment(0xe1, exif), jpegSegment(0xfe, text), rest);
		return new Photo("holiday.jpg", "image/jpeg", bytes);
	}

	/**
	 * The same picture, cut after the given share of its bytes.
	 */
	static Photo truncated(Photo photo, double share) {
		byte[] bytes = Arrays.copyOf(photo.bytes(), (int) (photo.bytes().length * share));
		return new Photo(photo.fileName(), photo.contentType(), bytes);
	}

	/**
	 * A JPEG with a video after its end, as phones take them.
	 */
	static Photo motionPhoto(int width, int height) {
		Photo still = Pictures.jpeg(width, height);
		byte[] video = new byte[3_400_000];
		new Random(1).nextBytes(video);
		return new Photo("motion.jpg", "image/jpeg", concat(still.bytes(), video));
	}

	/**
	 * A PNG with an orientation.
	 * @param orientation 1 for upright, 6 for turned right by 90 degrees
	 */
	static Photo pngWithOrientation(int width, int height, int orientation) {
		ByteBuffer tiff = ByteBuffer.allocate(26);
		tiff.put(new byte[] { 'M', 'M', 0, 42 }).putInt(8).putShort((short) 1);
		entry(tiff, 0x0112, 3, 1, orientation << 16);
		byte[] plain = Pictures.png(width, height).bytes();
		int end = plain.length - 12;
		byte[] bytes = concat(Arrays.copyOf(plain, end), pngChunk("eXIf", tiff.array()),
				Arrays.copyOfRange(plain, end, plain.length));
		return new Photo("holiday.png", "image/png", bytes);
	}

	/**
	 * The same JPEG without the marker that ends it, as some programs write them.
	 */
	static Photo withoutEndMarker(Photo photo) {
		byte[] bytes = Arrays.copyOf(photo.bytes(), photo.bytes().length - 2);
		return new Photo(photo.fileName(), photo.contentType(), bytes);
	}

	/**
	 * The same picture with a text after its end: still a picture, and a page or script
	 * to a program that reads it as one.
	 */
	static Photo polyglot(Photo photo, String text) {
		byte[] bytes = concat(photo.bytes(), text.getBytes(StandardCharsets.UTF_8));
		return new Photo(photo.fileName(), photo.contentType(), bytes);
	}

	private static Photo png(int width, int height, int bits, int colourType, byte[] pixels) {
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		png.writeBytes(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' });
		byte[] header = ByteBuffer.allocate(13)
			.putInt(width)
			.putInt(height)
			.put((byte) bits)
			.put((byte) colourType)
			.array();
		png.writeBytes(pngChunk("IHDR", header));
		png.writeBytes(pngChunk("IDAT", pixels));
		png.writeBytes(pngChunk("IEND", new byte[0]));
		return new Photo("picture.png", "image/png", png.toByteArray());
	}

	private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
		tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
	}

	private static byte[] jpegSegment(int marker, byte[] content) {
		return ByteBuffer.allocate(4 + content.length)
			.put((byte) 0xff)
			.put((byte) marker)
			.putShort((short) (2 + content.length))
			.put(content)
			.array();
	}

	private static byte[] pngChunk(String type, byte[] content) {
		byte[] name = type.getBytes(StandardCharsets.US_ASCII);
		CRC32 crc = new CRC32();
		crc.update(name);
		crc.update(content);
		return ByteBuffer.allocate(12 + content.length)
			.putInt(content.length)
			.put(name)
			.put(content)
			.putInt((int) crc.getValue())
			.array();
	}

	private static byte[] concat(byte[]... pieces) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (byte[] piece : pieces) {
			bytes.writeBytes(piece);
		}
		return bytes.toByteArray();
	}

}
