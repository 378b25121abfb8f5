package com.example.postcards.postcard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * The segments that a JPEG file consists of.
 */
final class JpegSegments {

	private static final int START_OF_SCAN = 0xFFDA;

	private static final int APPLICATION_1 = 0xFFE1;

	private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

	private JpegSegments() {
	}

	/**
	 * Tells how the camera was held. The JDK reads no metadata at all if one part is in
	 * an unusual place.
	 * @param file a file of any type
	 * @return the orientation, upright if the file does not tell
	 */
	static Orientation orientation(byte[] file) {
		ByteBuffer rest = ByteBuffer.wrap(file);
		try {
			rest.getShort();
			int marker = Short.toUnsignedInt(rest.getShort());
			while (marker > 0xFF00 && marker != START_OF_SCAN) {
				byte[] segment = new byte[Short.toUnsignedInt(rest.getShort()) - Short.BYTES];
				rest.get(segment);
				if (marker == APPLICATION_1 && Arrays.mismatch(segment, EXIF) == EXIF.length) {
					Orientation orientation = ExifUtils.getOrientationFromExif(segment);
					return (orientation != null) ? orientation : Orientation.TOP_LEFT;
				}
				marker = Short.toUnsignedInt(rest.getShort());
			}
		}
		catch (RuntimeException ex) {
			// Nonsense in the metadata does not spoil the picture.
		}
		return Orientation.TOP_LEFT;
	}

	/**
	 * Counts the passes over the picture.
	 * @param jpeg a JPEG file
	 * @return the number of scans
	 */
	static int scans(byte[] jpeg) {
		int scans = 0;
		for (int i = 1; i < jpeg.length; i++) {
			if (((jpeg[i - 1] & 0xFF) << 8 | jpeg[i] & 0xFF) == START_OF_SCAN) {
				scans++;
			}
		}
		return scans;
	}

}
