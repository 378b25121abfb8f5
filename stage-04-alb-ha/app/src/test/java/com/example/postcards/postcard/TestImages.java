package com.example.postcards.postcard;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.ImageIO;

/**
 * Pictures, good and bad ones.
 */
final class TestImages {

	private TestImages() {
	}

	/**
	 * A picture with a red left and a blue right half.
	 */
	static byte[] redAndBlue(String format, int type, int width, int height) throws IOException {
		BufferedImage image = new BufferedImage(width, height, type);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.BLUE);
		graphics.fillRect(0, 0, width, height);
		graphics.setColor(Color.RED);
		graphics.fillRect(0, 0, width / 2, height);
		graphics.dispose();
		return write(image, format);
	}

	static byte[] write(BufferedImage image, String format) throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		ImageIO.write(image, format, file);
		return file.toByteArray();
	}

	static BufferedImage read(byte[] file) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(file));
	}

	/**
	 * A JPEG segment with an orientation and a comment.
	 */
	static byte[] exif(int orientation, String comment) {
		byte[] text = comment.getBytes(StandardCharsets.US_ASCII);
		ByteBuffer segment = ByteBuffer.allocate(34 + text.length);
		segment.putShort((short) 0xFFE1).putShort((short) (32 + text.length));
		segment.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
		segment.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
		return segment.putShort((short) orientation).putShort((short) 0).put(text).array();
	}

	/**
	 * A PNG of any size whose pixels are all black: a bomb if large.
	 */
	static byte[] blackPng(int width, int height, byte[]... chunks) throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.write(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' });
		file.write(chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 3)));
		file.write(chunk("PLTE", ByteBuffer.allocate(3)));
		for (byte[] chunk : chunks) {
			file.write(chunk);
		}
		file.write(chunk("IDAT", ByteBuffer.wrap(deflatedZeros((width + 1L) * height))));
		file.write(chunk("IEND", ByteBuffer.allocate(0)));
		return file.toByteArray();
	}

	static byte[] chunk(String type, ByteBuffer data) {
		ByteBuffer chunk = ByteBuffer.allocate(12 + data.capacity());
		chunk.putInt(data.capacity()).put(type.getBytes(StandardCharsets.US_ASCII)).put(data.array());
		CRC32 checksum = new CRC32();
		checksum.update(chunk.array(), 4, 4 + data.capacity());
		return chunk.putInt((int) checksum.getValue()).array();
	}

	private static byte[] deflatedZeros(long count) throws IOException {
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
			byte[] zeros = new byte[1024 * 1024];
			for (long left = count; left > 0; left -= zeros.length) {
				deflater.write(zeros, 0, (int) Math.min(left, zeros.length));
			}
		}
		return deflated.toByteArray();
	}

	static byte[] insert(byte[] file, int position, byte[] bytes) {
		return ByteBuffer.allocate(file.length + bytes.length)
			.put(file, 0, position)
			.put(bytes)
			.put(file, position, file.length - position)
			.array();
	}

}
