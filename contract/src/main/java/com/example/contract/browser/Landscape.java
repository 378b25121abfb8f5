package com.example.contract.browser;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Random;

import javax.imageio.ImageIO;

import com.example.contract.Photo;

/**
 * Paints the pictures that people send: hills in the haze, by one light or another.
 */
enum Landscape {

	/** Early, pink and blue. */
	MORNING(0x7fa8d9, 0xf9dcc4, 0xfff1d6, 0xb9b4cf, 0x2f4858, 0.62, 0.38),
	/** Late, red and violet. */
	EVENING(0x3d2c5e, 0xf79d5c, 0xffe3a3, 0xc06c6c, 0x241734, 0.4, 0.36),
	/** Moonlight. */
	NIGHT(0x0b1533, 0x3f5f8f, 0xf4f1de, 0x34507c, 0x050b1a, 0.72, 0.24),
	/** High noon in green. */
	NOON(0x4b9cd3, 0xd7ecf5, 0xffffff, 0xa8c8b0, 0x1f4d36, 0.25, 0.22);

	private static final int WIDTH = 1200;

	private static final int HEIGHT = 800;

	private final Color zenith;

	private final Color horizon;

	private final Color light;

	private final Color far;

	private final Color near;

	private final double lightX;

	private final double lightY;

	Landscape(int zenith, int horizon, int light, int far, int near, double lightX, double lightY) {
		this.zenith = new Color(zenith);
		this.horizon = new Color(horizon);
		this.light = new Color(light);
		this.far = new Color(far);
		this.near = new Color(near);
		this.lightX = lightX;
		this.lightY = lightY;
	}

	/**
	 * The picture as a PNG of 1200 x 800 pixels, the same each time.
	 */
	Photo paint() {
		BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		Graphics2D canvas = image.createGraphics();
		canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		paintSky(canvas);
		Random random = new Random(ordinal());
		int hills = 6;
		for (int hill = 0; hill < hills; hill++) {
			canvas.setColor(mix(this.far, this.near, hill / (hills - 1.0)));
			canvas.fill(hill(random, HEIGHT * (0.5 + 0.09 * hill), HEIGHT * (0.16 - 0.02 * hill)));
		}
		canvas.dispose();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			ImageIO.write(image, "png", bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Photo(name().toLowerCase(Locale.ROOT) + ".png", "image/png", bytes.toByteArray());
	}

	private void paintSky(Graphics2D canvas) {
		canvas.setPaint(new GradientPaint(0, 0, this.zenith, 0, HEIGHT * 0.65f, this.horizon));
		canvas.fillRect(0, 0, WIDTH, HEIGHT);
		float x = (float) (WIDTH * this.lightX);
		float y = (float) (HEIGHT * this.lightY);
		Color clear = new Color(this.light.getRGB() & 0xffffff, true);
		Color glow = new Color((this.light.getRGB() & 0xffffff) | 0x99000000, true);
		canvas
			.setPaint(new RadialGradientPaint(x, y, HEIGHT * 0.5f, new float[] { 0, 1 }, new Color[] { glow, clear }));
		canvas.fillRect(0, 0, WIDTH, HEIGHT);
		canvas.setColor(this.light);
		canvas.fill(new Ellipse2D.Double(x - 45, y - 45, 90, 90));
	}

	/** A ridge of ever smaller waves: the shorter, the flatter. */
	private static Path2D hill(Random random, double base, double height) {
		double[] phases = random.doubles(7, 0, 2 * Math.PI).toArray();
		Path2D ridge = new Path2D.Double();
		ridge.moveTo(0, HEIGHT);
		for (int x = 0; x <= WIDTH; x += 4) {
			double y = base;
			for (int wave = 0; wave < phases.length; wave++) {
				double frequency = Math.pow(1.9, wave);
				y -= height * Math.sin(phases[wave] + x * 2.4 * frequency / WIDTH) / frequency;
			}
			ridge.lineTo(x, y);
		}
		ridge.lineTo(WIDTH, HEIGHT);
		ridge.closePath();
		return ridge;
	}

	private static Color mix(Color from, Color to, double share) {
		return new Color(mix(from.getRed(), to.getRed(), share), mix(from.getGreen(), to.getGreen(), share),
				mix(from.getBlue(), to.getBlue(), share));
	}

	private static int mix(int from, int to, double share) {
		return (int) Math.round(from + (to - from) * share);
	}

}
