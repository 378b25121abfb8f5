package com.example.postcards.postcard;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import com.luciad.imageio.webp.WebPReadParam;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Component;

/**
 * Makes of what people upload a JPEG of bounded size that holds nothing but the picture.
 */
@Component
class PhotoConverter {

	private static final long MAX_PIXELS = 50_000_000;

	private static final int MAX_SIDE = 65_535;

	private static final int MAX_SCANS = 32;

	private static final int MAX_STORED_SIDE = 2048;

	private static final long MAX_DECODED_BYTES = 40 * 1024 * 1024;

	private static final int CMYK_BYTES = 4;

	private static final long MAX_WAIT_SECONDS = 10;

	private static final String NO_END = "Truncated File - Missing EOI marker";

	private static final String MISSING_DATA = "Corrupt JPEG data";

	// Decoding takes up to a quarter of the heap.
	private final Semaphore decoding = new Semaphore(1, true);

	PhotoConverter() {
		ImageIO.setUseCache(false);
	}

	/**
	 * Converts a photo. Only one is in memory at a time.
	 * @throws FieldException if it is not a picture or too big a one
	 * @throws RefusedException if too many others wait
	 */
	byte[] convert(InputStreamSource upload) throws IOException, InterruptedException {
		if (!this.decoding.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
			throw new RefusedException(Reason.UNAVAILABLE, "Too many photos at once, try again");
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
			PhotoFile photo = PhotoFile.of(upload);
			ImageReader reader = reader(photo);
			try {
				reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(photo.picture())));
				checkSize(reader, photo);
				BufferedImage image = PhotoColors.onWhite(upright(stored(reader, photo), photo.orientation()));
				ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
				ImageIO.write(image, "jpeg", jpeg);
				return jpeg.toByteArray();
			}
			finally {
				reader.dispose();
			}
		}
		catch (FieldException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			throw refusal("does not decode as JPEG, PNG or WebP");
		}
	}

	// Only TwelveMonkeys converts CMYK; only the JDK reads quantization tables of 16 bits
	// without loss.
	private static ImageReader reader(PhotoFile photo) throws IOException {
		ServiceRegistry.Filter filter = (provider) -> provider instanceof ImageReaderSpi reader
				&& List.of(reader.getFormatNames()).contains(photo.format())
				&& provider instanceof JPEGImageReaderSpi == photo.cmyk();
		return IIORegistry.getDefaultInstance()
			.getServiceProviders(ImageReaderSpi.class, filter, true)
			.next()
			.createReaderInstance();
	}

	private static void checkSize(ImageReader reader, PhotoFile photo) throws IOException {
		// A few bytes can ask for one more pass over the whole picture.
		if (photo.scans() > MAX_SCANS) {
			throw refusal("must have at most " + MAX_SCANS + " scans");
		}
		long width = reader.getWidth(0);
		long height = reader.getHeight(0);
		if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
			throw refusal("must have at most 50 million pixels");
		}
	}

	private static BufferedImage stored(ImageReader reader, PhotoFile photo) throws IOException {
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
			int step = step(reader, photo.cmyk());
			parameters.setSourceSubsampling(step, step, 0, 0);
		}
		return PhotoColors.srgb(whole(reader, parameters), storedWidth, storedHeight, photo.profile());
	}

	private static BufferedImage whole(ImageReader reader, ImageReadParam parameters) throws IOException {
		Set<String> warnings = new HashSet<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		BufferedImage image = reader.read(0, parameters);
		// Many complete files have one of the two. Both together mean a truncated file.
		if (warnings.contains(NO_END) && warnings.stream().anyMatch((warning) -> warning.startsWith(MISSING_DATA))) {
			throw new IIOException("The picture is cut off");
		}
		return image;
	}

	private static int step(ImageReader reader, boolean cmyk) throws IOException {
		long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
		long bytes = pixels * reader.getImageTypes(0).next().getColorModel().getPixelSize() / Byte.SIZE;
		if (cmyk) {
			// The four colours and the picture in RGB are in memory at the same time.
			bytes += pixels * CMYK_BYTES;
		}
		int step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / MAX_STORED_SIDE);
		while (bytes / step / step > MAX_DECODED_BYTES) {
			step++;
		}
		return step;
	}

	private static BufferedImage upright(BufferedImage image, Orientation orientation) {
		return ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
	}

	private static FieldException refusal(String message) {
		return new FieldException(Reason.UNSUPPORTED, "photo", message);
	}

}
