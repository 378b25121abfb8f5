package com.example.postcards.postcard;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Gives photos the colours that browsers show.
 */
final class PhotoColors {

	private static final int[] RED_GREEN_BLUE = { 0, 1, 2 };

	private PhotoColors() {
	}

	/**
	 * Scales a decoded picture and converts its colours to sRGB. Its transparency stays.
	 * @param profile the ICC profile of its colours, ignored if it is empty or invalid
	 */
	static BufferedImage srgb(BufferedImage decoded, int width, int height, byte[] profile) {
		int type = decoded.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
		BufferedImage image = draw(encodedGrey(decoded), width, height, type, null);
		if (profile.length > 0) {
			try {
				convert(image, ICC_Profile.getInstance(profile), decoded.getColorModel().getNumColorComponents());
			}
			catch (CMMException | IllegalArgumentException ex) {
				// An invalid profile does not make the picture invalid.
			}
		}
		return image;
	}

	/**
	 * Replaces transparency, which JPEG does not have, with white.
	 */
	static BufferedImage onWhite(BufferedImage image) {
		return draw(image, image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB, Color.WHITE);
	}

	// The JDK takes grey with transparency for linear light, and all other grey as it is.
	private static BufferedImage encodedGrey(BufferedImage image) {
		ColorModel colors = image.getColorModel();
		if (colors.getColorSpace().getType() != ColorSpace.TYPE_GRAY || !colors.hasAlpha()) {
			return image;
		}
		WritableRaster pixels = image.getRaster()
			.createWritableChild(0, 0, image.getWidth(), image.getHeight(), 0, 0, new int[] { 0, 0, 0, 1 });
		ColorModel srgb = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), true,
				colors.isAlphaPremultiplied(), Transparency.TRANSLUCENT, colors.getTransferType());
		return new BufferedImage(srgb, pixels, colors.isAlphaPremultiplied(), null);
	}

	private static void convert(BufferedImage image, ICC_Profile profile, int components) {
		if (profile.getNumComponents() != components) {
			return;
		}
		WritableRaster pixels = image.getRaster();
		int[] bands = Arrays.copyOf(RED_GREEN_BLUE, components);
		ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
		new ColorConvertOp(new ICC_Profile[] { profile, srgb }, null).filter(
				pixels.createChild(0, 0, image.getWidth(), image.getHeight(), 0, 0, bands),
				pixels.createWritableChild(0, 0, image.getWidth(), image.getHeight(), 0, 0, RED_GREEN_BLUE));
	}

	private static BufferedImage draw(BufferedImage image, int width, int height, int type,
			@Nullable Color background) {
		BufferedImage drawn = new BufferedImage(width, height, type);
		Graphics2D graphics = drawn.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, background, null);
		graphics.dispose();
		return drawn;
	}

}
