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
import net.coobird.thumbnailator.util.exif.ExifUtils;
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
				BufferedImage image = upright(stored(read(reader)), reader);
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
		if (reader.getFormatName().equalsIgnoreCase("jpeg") && scans(file) > MAX_JPEG_SCANS) {
			throw refusal("must have at most " + MAX_JPEG_SCANS + " scans");
		}
	}

	private static int scans(byte[] jpeg) {
		int scans = 0;
		for (int i = 1; i < jpeg.length; i++) {
			if (jpeg[i - 1] == (byte) 0xFF && jpeg[i] == (byte) 0xDA) {
				scans++;
			}
		}
		return scans;
	}

	private static BufferedImage read(ImageReader reader) throws IOException {
		int width = reader.getWidth(0);
		int height = reader.getHeight(0);
		ImageReadParam parameters = reader.getDefaultReadParam();
		if (parameters instanceof WebPReadParam webp) {
			double factor = factor(width, height);
			webp.setScaledWidth(scaled(width, factor));
			webp.setScaledHeight(scaled(height, factor));
			webp.setUseScaling(true);
		}
		else {
			long bytes = (long) width * height * reader.getImageTypes(0).next().getColorModel().getPixelSize() / 8;
			int step = Math.max(1, Math.max(width, height) / MAX_STORED_SIDE);
			while (bytes / step / step > MAX_DECODED_BYTES) {
				step++;
			}
			parameters.setSourceSubsampling(step, step, 0, 0);
		}
		return reader.read(0, parameters);
	}

	private static BufferedImage stored(BufferedImage image) {
		double factor = factor(image.getWidth(), image.getHeight());
		int width = scaled(image.getWidth(), factor);
		int height = scaled(image.getHeight(), factor);
		BufferedImage stored = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = stored.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
		graphics.dispose();
		return stored;
	}

	private static double factor(int width, int height) {
		return Math.min(1, (double) MAX_STORED_SIDE / Math.max(width, height));
	}

	private static int scaled(int side, double factor) {
		return Math.max(1, (int) Math.round(side * factor));
	}

	private static BufferedImage upright(BufferedImage image, ImageReader reader) {
		Orientation orientation = orientation(reader);
		return (orientation != Orientation.TOP_LEFT)
				? stored(ExifFilterUtils.getFilterForOrientation(orientation).apply(image)) : image;
	}

	private static Orientation orientation(ImageReader reader) {
		try {
			Orientation orientation = ExifUtils.getExifOrientation(reader, 0);
			return (orientation != null) ? orientation : Orientation.TOP_LEFT;
		}
		catch (IOException | RuntimeException ex) {
			// Nonsense in the metadata does not spoil the picture.
			return Orientation.TOP_LEFT;
		}
	}

	private static FieldProblem refusal(String message) {
		return new FieldProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "photo", message);
	}

}
