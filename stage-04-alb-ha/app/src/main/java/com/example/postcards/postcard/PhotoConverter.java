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
import java.util.concurrent.TimeUnit;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import com.example.postcards.web.FieldProblem;
import com.luciad.imageio.webp.WebPReadParam;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

import org.springframework.core.io.InputStreamSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Makes of what people upload a JPEG of bounded size that holds nothing but the picture.
 */
@Component
class PhotoConverter {

	private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp");

	private static final long MAX_PIXELS = 50_000_000;

	private static final int MAX_SIDE = 65_535;

	private static final int MAX_JPEG_SCANS = 32;

	private static final int MAX_STORED_SIDE = 2048;

	private static final long MAX_DECODED_BYTES = 40 * 1024 * 1024;

	private static final long MAX_WAIT_SECONDS = 10;

	// Decoding takes up to a quarter of the heap.
	private final Semaphore decoding = new Semaphore(1, true);

	PhotoConverter() {
		ImageIO.setUseCache(false);
	}

	/**
	 * Converts a photo. Only one is in memory at a time.
	 * @throws FieldProblem 415 if it is not a picture or too big a one
	 * @throws ResponseStatusException 503 if too many others wait
	 */
	byte[] convert(InputStreamSource upload) throws IOException, InterruptedException {
		if (!this.decoding.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many photos at once, try again");
		}
		try {
			return convert(upload.getInputStream().readAllBytes());
		}
		finally {
			this.decoding.release();
		}
	}

	private static byte[] convert(byte[] upload) {
		try {
			byte[] file = PngChunks.pictureOnly(upload);
			ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file));
			ImageReader reader = reader(input);
			try {
				reader.setInput(input);
				checkSize(reader, file);
				BufferedImage image = upright(stored(reader), JpegSegments.orientation(file));
				ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
				ImageIO.write(image, "jpeg", jpeg);
				return jpeg.toByteArray();
			}
			finally {
				reader.dispose();
			}
		}
		catch (FieldProblem ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			throw refusal("does not decode as JPEG, PNG or WebP");
		}
	}

	private static ImageReader reader(ImageInputStream input) throws IOException {
		Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
		ImageReader reader = readers.hasNext() ? readers.next() : null;
		if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
			throw new IIOException("Unknown format");
		}
		return reader;
	}

	private static void checkSize(ImageReader reader, byte[] file) throws IOException {
		long width = reader.getWidth(0);
		long height = reader.getHeight(0);
		if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
			throw refusal("must have at most 50 million pixels");
		}
		// A few bytes can ask for one more pass over the whole picture.
		if (reader.getFormatName().equalsIgnoreCase("jpeg") && JpegSegments.scans(file) > MAX_JPEG_SCANS) {
			throw refusal("must have at most " + MAX_JPEG_SCANS + " scans");
		}
	}

	private static BufferedImage stored(ImageReader reader) throws IOException {
		int width = reader.getWidth(0);
		int height = reader.getHeight(0);
		double factor = Math.min(1, (double) MAX_STORED_SIDE / Math.max(width, height));
		int storedWidth = Math.max(1, (int) Math.round(width * factor));
		int storedHeight = Math.max(1, (int) Math.round(height * factor));
		ImageReadParam parameters = reader.getDefaultReadParam();
		if (parameters instanceof WebPReadParam webp) {
			webp.setScaledWidth(storedWidth);
			webp.setScaledHeight(storedHeight);
			webp.setUseScaling(true);
		}
		else {
			int step = step(reader);
			parameters.setSourceSubsampling(step, step, 0, 0);
		}
		return onWhite(reader.read(0, parameters), storedWidth, storedHeight);
	}

	private static int step(ImageReader reader) throws IOException {
		long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
		long bytes = pixels * reader.getImageTypes(0).next().getColorModel().getPixelSize() / Byte.SIZE;
		int step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / MAX_STORED_SIDE);
		while (bytes / step / step > MAX_DECODED_BYTES) {
			step++;
		}
		return step;
	}

	private static BufferedImage onWhite(BufferedImage image, int width, int height) {
		BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = opaque.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
		graphics.dispose();
		return opaque;
	}

	private static BufferedImage upright(BufferedImage image, Orientation orientation) {
		BufferedImage upright = ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
		return onWhite(upright, upright.getWidth(), upright.getHeight());
	}

	private static FieldProblem refusal(String message) {
		return new FieldProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "photo", message);
	}

}
