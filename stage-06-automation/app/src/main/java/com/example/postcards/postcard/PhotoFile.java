package com.example.postcards.postcard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.imageio.IIOException;

import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * A picture, separated from what its file says about it. The decoders ignore orientations
 * in all formats and colour profiles in PNG and WebP. Libraries that read metadata unpack
 * every text and copy every value: in a small file, that can be gigabytes.
 *
 * @param format the name of the format in ImageIO
 * @param picture a file of this format, without what harms or confuses its decoder
 * @param cmyk whether the picture has the four colours of print
 * @param scans the number of passes that a decoder makes over the picture
 * @param exif EXIF data, empty if there is none
 * @param profile an ICC profile that remains to be applied, empty if there is none
 */
record PhotoFile(String format, byte[] picture, boolean cmyk, int scans, byte[] exif, byte[] profile) {

	private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

	PhotoFile(String format, byte[] picture, byte[] exif, byte[] profile) {
		this(format, picture, false, 1, exif, profile);
	}

	/**
	 * Separates the parts of an uploaded file.
	 * @throws IOException if it is none of JPEG, PNG and WebP
	 */
	static PhotoFile of(byte[] upload) throws IOException {
		String start = new String(upload, 0, Math.min(upload.length, 12), StandardCharsets.ISO_8859_1);
		if (start.startsWith("\u00FF\u00D8")) {
			return new JpegSegments(upload).photo();
		}
		if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
			return PngChunks.photo(upload);
		}
		if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
			return WebpChunks.photo(upload);
		}
		throw new IIOException("Unknown format");
	}

	/**
	 * Returns how the camera was held, upright if the file does not say it.
	 */
	Orientation orientation() {
		try {
			boolean prefixed = Arrays.mismatch(this.exif, EXIF) == EXIF.length;
			Orientation orientation = ExifUtils.getOrientationFromExif(prefixed ? this.exif
					: ByteBuffer.allocate(EXIF.length + this.exif.length).put(EXIF).put(this.exif).array());
			return (orientation != null) ? orientation : Orientation.TOP_LEFT;
		}
		catch (RuntimeException ex) {
			// Invalid metadata does not make the picture invalid.
			return Orientation.TOP_LEFT;
		}
	}

}
