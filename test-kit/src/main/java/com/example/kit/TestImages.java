package com.example.kit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures for tests, valid and invalid. */
public final class TestImages {

	private TestImages() {
	}

	/**
	 * A picture with a red left and a blue right half.
	 */
	public static byte[] redAndBlue(String format, int type, int width, int height) throws IOException {
		BufferedImage image = new BufferedImage(width, height, type);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.BLUE);
		graphics.fillRect(0, 0, width, height);
		graphics.setColor(Color.RED);
		graphics.fillRect(0, 0, width / 2, height);
		graphics.dispose();
		return write(image, format);
	}

	/**
	 * A picture as a file.
	 */
	public static byte[] write(BufferedImage image, String format) throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		ImageIO.write(image, format, file);
		return file.toByteArray();
	}

	/**
	 * The picture in a file.
	 */
	public static BufferedImage read(byte[] file) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(file));
	}

	/**
	 * A picture of one colour.
	 */
	public static BufferedImage plain(int width, int height, Color color) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(color);
		graphics.fillRect(0, 0, width, height);
		graphics.dispose();
		return image;
	}

	/**
	 * A picture whose left upper quarter is red, the right one blue, the left lower
	 * quarter green and the right one black.
	 */
	public static BufferedImage quarters(int width, int height) {
		BufferedImage image = plain(width, height, Color.BLACK);
		Graphics2D graphics = image.createGraphics();
		graphics.drawImage(plain(width / 2, height / 2, Color.RED), 0, 0, null);
		graphics.drawImage(plain(width / 2, height / 2, Color.BLUE), width / 2, 0, null);
		graphics.drawImage(plain(width / 2, height / 2, Color.GREEN), 0, height / 2, null);
		graphics.dispose();
		return image;
	}

	/**
	 * A picture of noise, which hardly compresses.
	 */
	public static BufferedImage noise(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Random random = new Random(1);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				image.setRGB(x, y, random.nextInt());
			}
		}
		return image;
	}

	/**
	 * A grey picture of one value with transparency.
	 */
	public static BufferedImage grey(int value, int alpha) {
		ComponentColorModel colors = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false,
				Transparency.TRANSLUCENT, DataBuffer.TYPE_BYTE);
		WritableRaster pixels = colors.createCompatibleWritableRaster(64, 48);
		for (int y = 0; y < pixels.getHeight(); y++) {
			for (int x = 0; x < pixels.getWidth(); x++) {
				pixels.setPixel(x, y, new int[] { value, alpha });
			}
		}
		return new BufferedImage(colors, pixels, false, null);
	}

	/**
	 * A JPEG of one colour in CMYK without a profile, inverted as Adobe's programs do it.
	 */
	public static byte[] cmykJpeg(Color color) throws IOException {
		int max = Math.max(color.getRed(), Math.max(color.getGreen(), color.getBlue()));
		int[] inverted = { 255 * color.getRed() / max, 255 * color.getGreen() / max, 255 * color.getBlue() / max, max };
		WritableRaster pixels = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 48, 4, null);
		for (int y = 0; y < pixels.getHeight(); y++) {
			for (int x = 0; x < pixels.getWidth(); x++) {
				pixels.setPixel(x, y, inverted);
			}
		}
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		try (ImageOutputStream output = ImageIO.createImageOutputStream(file)) {
			writer.setOutput(output);
			writer.write(null, new IIOImage(pixels, null, null), null);
		}
		writer.dispose();
		byte[] adobe = ByteBuffer.allocate(16)
			.putShort((short) 0xFFEE)
			.putShort((short) 14)
			.put("Adobe".getBytes(StandardCharsets.US_ASCII))
			.array();
		return insert(file.toByteArray(), 2, adobe);
	}

	/**
	 * The same picture with an ICC profile.
	 */
	public static byte[] withProfile(String format, byte[] picture, byte[] profile) throws IOException {
		return switch (format) {
			case "jpeg" -> insert(picture, 20,
					ByteBuffer.allocate(18 + profile.length)
						.putShort((short) 0xFFE2)
						.putShort((short) (16 + profile.length))
						.put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII))
						.put(profile)
						.array());
			case "png" -> insert(picture, 33, profileChunk(deflated(profile)));
			default -> extendedWebp(0x20, riffChunk("ICCP", profile), Arrays.copyOfRange(picture, 12, picture.length));
		};
	}

	/**
	 * A chunk of a PNG with a compressed profile.
	 */
	public static byte[] profileChunk(byte[] deflated) {
		return chunk("iCCP",
				ByteBuffer.allocate(3 + deflated.length).put((byte) 'a').putShort((short) 0).put(deflated));
	}

	/**
	 * A profile as of Display P3, which has the curve of sRGB and other primary colours.
	 */
	public static byte[] displayP3() {
		ICC_Profile profile = ICC_Profile.getInstance(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
		profile.setData(ICC_Profile.icSigRedColorantTag, xyz(0.51512, 0.24120, -0.00105));
		profile.setData(ICC_Profile.icSigGreenColorantTag, xyz(0.29198, 0.69225, 0.04189));
		profile.setData(ICC_Profile.icSigBlueColorantTag, xyz(0.15710, 0.06657, 0.78407));
		return profile.getData();
	}

	private static byte[] xyz(double x, double y, double z) {
		ByteBuffer tag = ByteBuffer.allocate(20).put("XYZ ".getBytes(StandardCharsets.US_ASCII)).putInt(0);
		return tag.putInt((int) (x * 65536)).putInt((int) (y * 65536)).putInt((int) (z * 65536)).array();
	}

	/**
	 * The same picture with an orientation.
	 */
	public static byte[] withOrientation(String format, byte[] picture, int orientation) {
		byte[] segment = exif(orientation, "");
		byte[] tiff = Arrays.copyOfRange(segment, 10, segment.length);
		return switch (format) {
			case "jpeg" -> insert(picture, 20, segment);
			case "png" -> insert(picture, picture.length - 12, chunk("eXIf", ByteBuffer.wrap(tiff)));
			default -> extendedWebp(0x08, Arrays.copyOfRange(picture, 12, picture.length), riffChunk("EXIF", tiff));
		};
	}

	/**
	 * An animation of WebP files of the same size.
	 */
	public static byte[] animatedWebp(byte[]... pictures) {
		byte[][] chunks = new byte[pictures.length + 1][];
		chunks[0] = riffChunk("ANIM", new byte[6]);
		for (int i = 0; i < pictures.length; i++) {
			byte[] picture = pictures[i];
			byte[] frame = ByteBuffer.allocate(picture.length + 4)
				.put(6, size(), 0, 6)
				.put(16, picture, 12, picture.length - 12)
				.array();
			chunks[i + 1] = riffChunk("ANMF", frame);
		}
		return extendedWebp(0x02, chunks);
	}

	private static byte[] extendedWebp(int flags, byte[]... chunks) {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
		file.writeBytes(riffChunk("VP8X", ByteBuffer.allocate(10).put((byte) flags).put(4, size()).array()));
		for (byte[] chunk : chunks) {
			file.writeBytes(chunk);
		}
		return riffChunk("RIFF", file.toByteArray());
	}

	// 64 x 48, each less one, in 3 bytes.
	private static byte[] size() {
		return new byte[] { 63, 0, 0, 47, 0, 0 };
	}

	private static byte[] riffChunk(String type, byte[] content) {
		return ByteBuffer.allocate(8 + content.length + content.length % 2)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(type.getBytes(StandardCharsets.US_ASCII))
			.putInt(content.length)
			.put(content)
			.array();
	}

	/**
	 * A JPEG segment with an orientation and a comment.
	 */
	public static byte[] exif(int orientation, String comment) {
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
	public static byte[] blackPng(int width, int height, byte[]... chunks) throws IOException {
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

	/**
	 * A chunk of a PNG.
	 */
	public static byte[] chunk(String type, ByteBuffer data) {
		ByteBuffer chunk = ByteBuffer.allocate(12 + data.capacity());
		chunk.putInt(data.capacity()).put(type.getBytes(StandardCharsets.US_ASCII)).put(data.array());
		CRC32 checksum = new CRC32();
		checksum.update(chunk.array(), 4, 4 + data.capacity());
		return chunk.putInt((int) checksum.getValue()).array();
	}

	private static byte[] deflated(byte[] content) throws IOException {
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
			deflater.write(content);
		}
		return deflated.toByteArray();
	}

	/**
	 * Zeros, compressed a thousandfold.
	 */
	public static byte[] deflatedZeros(long count) throws IOException {
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
			byte[] zeros = new byte[1024 * 1024];
			for (long left = count; left > 0; left -= zeros.length) {
				deflater.write(zeros, 0, (int) Math.min(left, zeros.length));
			}
		}
		return deflated.toByteArray();
	}

	/**
	 * The same file with other bytes at a position.
	 */
	public static byte[] insert(byte[] file, int position, byte[] bytes) {
		return ByteBuffer.allocate(file.length + bytes.length)
			.put(file, 0, position)
			.put(bytes)
			.put(file, position, file.length - position)
			.array();
	}

}
