package com.example.contract;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Random;

import javax.imageio.ImageIO;

import org.jspecify.annotations.Nullable;

/**
 * Honest photos for tests and load.
 */
public final class Pictures {

	private Pictures() {
	}

	/**
	 * A JPEG of the given size.
	 */
	public static Photo jpeg(int width, int height) {
		return new Photo("picture.jpg", "image/jpeg", encode("jpg", draw(width, height, BufferedImage.TYPE_INT_RGB)));
	}

	/**
	 * A PNG of the given size, partly transparent as screenshots are.
	 */
	public static Photo png(int width, int height) {
		return new Photo("picture.png", "image/png", encode("png", draw(width, height, BufferedImage.TYPE_INT_ARGB)));
	}

	/**
	 * A WebP of 64 x 48 pixels with EXIF data that says "secret place".
	 */
	static Photo webp() {
		try (InputStream webp = Objects.requireNonNull(Pictures.class.getResourceAsStream("lake.webp"))) {
			return new Photo("lake.webp", "image/webp", webp.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A PNG of noise, which hardly compresses: about three bytes a pixel.
	 */
	static Photo noise(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Random random = new Random(1);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				image.setRGB(x, y, random.nextInt());
			}
		}
		return new Photo("noise.png", "image/png", encode("png", image));
	}

	/**
	 * The decoded picture, or null if the bytes are not one.
	 */
	static @Nullable BufferedImage decode(byte[] bytes) {
		try {
			return ImageIO.read(new ByteArrayInputStream(bytes));
		}
		catch (IOException ex) {
			return null;
		}
	}

	static BufferedImage draw(int width, int height, int type) {
		BufferedImage image = new BufferedImage(width, height, type);
		Graphics2D graphics = image.createGraphics();
		graphics.setPaint(new GradientPaint(0, 0, Color.BLUE, width, height, Color.ORANGE));
		graphics.fillRect(0, 0, width, height / 2);
		graphics.dispose();
		return image;
	}

	static byte[] encode(String format, BufferedImage image) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			if (!ImageIO.write(image, format, bytes)) {
				throw new IllegalArgumentException("no writer for " + format);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
