package com.example.postcards.postcard;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import com.example.postcards.web.FieldProblem;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Makes a JPEG without metadata of what people upload.
 */
@Component
class PhotoConverter {

	private static final int MAX_SIDE = 2048;

	private static final long MAX_PIXELS = 50_000_000;

	private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp");

	// Decoding takes tens of megabytes: one at a time.
	private final Semaphore decoding = new Semaphore(1, true);

	PhotoConverter() {
		ImageIO.setUseCache(false);
	}

	byte[] convert(byte[] upload) {
		this.decoding.acquireUninterruptibly();
		try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(upload))) {
			ImageReader reader = reader(input);
			try {
				return convert(reader);
			}
			finally {
				reader.dispose();
			}
		}
		catch (IOException | RuntimeException ex) {
			throw (ex instanceof FieldProblem problem) ? problem : refusal("does not decode as JPEG, PNG or WebP");
		}
		finally {
			this.decoding.release();
		}
	}

	private static ImageReader reader(ImageInputStream input) throws IOException {
		Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
		while (readers.hasNext()) {
			ImageReader reader = readers.next();
			if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
				reader.setInput(input, false, false);
				return reader;
			}
		}
		throw refusal("does not decode as JPEG, PNG or WebP");
	}

	private static byte[] convert(ImageReader reader) throws IOException {
		int width = reader.getWidth(0);
		int height = reader.getHeight(0);
		if ((long) width * height > MAX_PIXELS) {
			throw refusal("must have at most 50 million pixels");
		}
		ImageReadParam sparsely = reader.getDefaultReadParam();
		int step = Math.max(1, Math.max(width, height) / MAX_SIDE);
		sparsely.setSourceSubsampling(step, step, 0, 0);
		BufferedImage image = scale(reader.read(0, sparsely));
		image = ExifFilterUtils.getFilterForOrientation(ExifUtils.getExifOrientation(reader, 0)).apply(image);
		ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
		ImageIO.write(image, "jpeg", jpeg);
		return jpeg.toByteArray();
	}

	private static BufferedImage scale(BufferedImage image) {
		double factor = Math.min(1, (double) MAX_SIDE / Math.max(image.getWidth(), image.getHeight()));
		int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
		int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
		BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = scaled.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
		graphics.dispose();
		return scaled;
	}

	private static FieldProblem refusal(String message) {
		return new FieldProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "photo", message);
	}

}
