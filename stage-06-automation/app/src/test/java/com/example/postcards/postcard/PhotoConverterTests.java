package com.example.postcards.postcard;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import com.example.kit.TestImages;
import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PhotoConverterTests {

	private final PhotoConverter converter = new PhotoConverter();

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "png" })
	void makesJpegs(String format) throws Exception {
		byte[] jpeg = convert(TestImages.redAndBlue(format, BufferedImage.TYPE_INT_RGB, 64, 48));
		assertThat(jpeg).startsWith(0xFF, 0xD8, 0xFF);
		assertRedAndBlue(TestImages.read(jpeg));
	}

	@Test
	void readsWebp() throws Exception {
		assertRedAndBlue(
				TestImages.read(convert(new ClassPathResource("photo.webp", getClass()).getContentAsByteArray())));
	}

	private static void assertRedAndBlue(BufferedImage image) {
		assertThat(image.getWidth()).isEqualTo(64);
		assertThat(image.getHeight()).isEqualTo(48);
		assertColor(image, 8, 24, Color.RED);
		assertColor(image, 56, 24, Color.BLUE);
	}

	private static void assertColor(BufferedImage image, int x, int y, Color expected) {
		Color color = new Color(image.getRGB(x, y));
		assertThat(Math.abs(color.getRed() - expected.getRed()) + Math.abs(color.getGreen() - expected.getGreen())
				+ Math.abs(color.getBlue() - expected.getBlue()))
			.as("difference of %s and %s", color, expected)
			.isLessThan(30);
	}

	@ParameterizedTest
	@CsvSource({ "4000, 3000, 2048, 1536", "3000, 5001, 1229, 2048", "9000, 10, 2048, 2", "2048, 2048, 2048, 2048" })
	void shrinksToTwoThousandAndFortyEight(int width, int height, int storedWidth, int storedHeight) throws Exception {
		BufferedImage image = TestImages.read(convert(TestImages.blackPng(width, height)));
		assertThat(image.getWidth()).isEqualTo(storedWidth);
		assertThat(image.getHeight()).isEqualTo(storedHeight);
	}

	@Test
	void transparencyBecomesWhite() throws Exception {
		byte[] clear = TestImages.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png");
		assertColor(TestImages.read(convert(clear)), 4, 4, Color.WHITE);
	}

	@ParameterizedTest
	@ValueSource(
			ints = { BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED })
	void readsAllKindsOfPng(int type) throws Exception {
		assertThat(TestImages.read(convert(TestImages.redAndBlue("png", type, 64, 48))).getWidth()).isEqualTo(64);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "png", "webp" })
	void convertsColorsFromTheirProfile(String format) throws Exception {
		byte[] picture = TestImages.write(TestImages.plain(64, 48, new Color(200, 40, 40)), format);
		byte[] tagged = TestImages.withProfile(format, picture, TestImages.displayP3());
		assertColor(TestImages.read(convert(tagged)), 32, 24, new Color(218, 0, 26));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "png", "webp" })
	void ignoresInvalidProfiles(String format) throws Exception {
		byte[] picture = TestImages.write(TestImages.plain(64, 48, Color.BLUE), format);
		byte[] tagged = TestImages.withProfile(format, picture, new byte[200]);
		assertColor(TestImages.read(convert(tagged)), 32, 24, Color.BLUE);
	}

	@Test
	void convertsCmykAsBrowsersDo() throws Exception {
		Color color = new Color(200, 40, 40);
		assertColor(TestImages.read(convert(TestImages.cmykJpeg(color))), 32, 24, color);
	}

	@ParameterizedTest
	@CsvSource({ "74, 255, 74", "88, 255, 88", "88, 128, 171", "88, 0, 255" })
	void keepsGreyWithTransparency(int value, int alpha, int expected) throws Exception {
		byte[] png = TestImages.write(TestImages.grey(value, alpha), "png");
		assertColor(TestImages.read(convert(png)), 32, 24, new Color(expected, expected, expected));
	}

	@Test
	void takesTheFirstPictureOfAnAnimation() throws Exception {
		byte[] first = new ClassPathResource("photo.webp", getClass()).getContentAsByteArray();
		byte[] second = TestImages.write(TestImages.plain(64, 48, Color.GREEN), "webp");
		assertRedAndBlue(TestImages.read(convert(TestImages.animatedWebp(first, second))));
	}

	@ParameterizedTest
	@CsvSource({ "1, RED, BLUE", "2, BLUE, RED", "3, BLACK, GREEN", "4, GREEN, BLACK", "5, RED, GREEN", "6, GREEN, RED",
			"7, BLACK, BLUE", "8, BLUE, BLACK" })
	void turnsAllFormatsUpright(int orientation, String left, String right) throws Exception {
		for (String format : List.of("jpeg", "png", "webp")) {
			byte[] picture = TestImages.write(TestImages.quarters(64, 48), format);
			BufferedImage image = TestImages.read(convert(TestImages.withOrientation(format, picture, orientation)));
			assertThat(image.getWidth()).as(format).isEqualTo((orientation < 5) ? 64 : 48);
			assertThat(image.getHeight()).as(format).isEqualTo((orientation < 5) ? 48 : 64);
			assertColor(image, 8, 8, color(left));
			assertColor(image, image.getWidth() - 8, 8, color(right));
		}
	}

	private static Color color(String name) throws ReflectiveOperationException {
		return (Color) Color.class.getField(name).get(null);
	}

	@Test
	void ignoresWhatFollowsTheEndOfAJpeg() throws Exception {
		byte[] jpeg = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		byte[] video = new byte[3_400_000];
		new Random(1).nextBytes(video);
		assertRedAndBlue(TestImages.read(convert(TestImages.insert(jpeg, jpeg.length, video))));
		ByteBuffer scans = ByteBuffer.allocate(100);
		while (scans.hasRemaining()) {
			scans.putShort((short) 0xFFDA);
		}
		assertRedAndBlue(TestImages.read(convert(TestImages.insert(jpeg, jpeg.length, scans.array()))));
	}

	@Test
	void takesAJpegThatLacksOnlyItsEndMarker() throws Exception {
		byte[] jpeg = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		assertRedAndBlue(TestImages.read(convert(Arrays.copyOf(jpeg, jpeg.length - 2))));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.3, 0.7, 0.95 })
	void refusesAJpegThatLacksAPartOfThePicture(double share) throws Exception {
		byte[] jpeg = TestImages.write(TestImages.noise(640, 480), "jpeg");
		assertRefused(Arrays.copyOf(jpeg, (int) (share * jpeg.length)), "decode");
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 20 })
	void turnsUprightWhatTheCameraHeldSideways(int position) throws Exception {
		byte[] picture = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		BufferedImage image = TestImages.read(convert(TestImages.insert(picture, position, TestImages.exif(6, ""))));
		assertThat(image.getWidth()).isEqualTo(48);
		assertThat(image.getHeight()).isEqualTo(64);
		assertColor(image, 24, 8, Color.RED);
		assertColor(image, 24, 56, Color.BLUE);
	}

	@Test
	void keepsNoMetadata() throws Exception {
		byte[] telling = TestImages.insert(TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48), 20,
				TestImages.exif(1, "51.5N 0.1W"));
		assertThat(new String(telling, StandardCharsets.ISO_8859_1)).contains("Exif", "51.5N");
		assertThat(new String(convert(telling), StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "51.5N");
	}

	@Test
	void brokenExifSpoilsNothing() throws Exception {
		byte[] exif = TestImages.exif(6, "");
		Arrays.fill(exif, 14, exif.length, (byte) 0x7F);
		byte[] picture = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		assertRedAndBlue(TestImages.read(convert(TestImages.insert(picture, 20, exif))));
	}

	@Test
	void refusesPixelBombsWithoutUnpackingThem() throws Exception {
		byte[] bomb = TestImages.blackPng(10_000, 10_000);
		assertThat(bomb).hasSizeLessThan(200_000);
		assertRefused(bomb, "pixels");
	}

	@Test
	void refusesRowsOfAnyLength() throws Exception {
		assertRefused(TestImages.blackPng(40_000_000, 1), "pixels");
	}

	@Test
	void neverUnpacksText() throws Exception {
		byte[] text = TestImages.chunk("zTXt",
				ByteBuffer.wrap("a\0\0not deflated".getBytes(StandardCharsets.US_ASCII)));
		assertThat(TestImages.read(convert(TestImages.blackPng(8, 8, text))).getWidth()).isEqualTo(8);
	}

	@Test
	void neverUnpacksLargeProfiles() throws Exception {
		byte[] profile = TestImages.profileChunk(TestImages.deflatedZeros(1_000_000_000));
		assertThat(TestImages.read(convert(TestImages.blackPng(8, 8, profile))).getWidth()).isEqualTo(8);
	}

	@Test
	void refusesLosslessJpegs() throws Exception {
		byte[] jpeg = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		String text = new String(jpeg, StandardCharsets.ISO_8859_1);
		jpeg[text.indexOf("\u00FF\u00C0") + 1] = (byte) 0xC3;
		assertRefused(jpeg, "decode");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x01, 0x02, 0xC8, 0xF0 })
	void countsScansBehindUnknownMarkers(int marker) throws Exception {
		byte[] jpeg = TestImages.cmykJpeg(Color.RED);
		byte[] scan = { (byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0 };
		for (int i = 0; i < 40; i++) {
			jpeg = TestImages.insert(jpeg, 2, scan);
		}
		jpeg = TestImages.insert(jpeg, 2, new byte[] { (byte) 0xFF, (byte) marker, 2, 0 });
		assertRefused(jpeg, "scans");
	}

	@Test
	void refusesScanBombs() throws Exception {
		byte[] jpeg = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		byte[] scan = { (byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0 };
		for (int i = 0; i < 40; i++) {
			jpeg = TestImages.insert(jpeg, jpeg.length - 2, scan);
		}
		assertRefused(jpeg, "scans");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gif", "bmp" })
	void refusesOtherFormats(String format) throws IOException {
		assertRefused(TestImages.redAndBlue(format, BufferedImage.TYPE_INT_RGB, 8, 8), "decode");
	}

	@Test
	void refusesWhatOnlyBeginsLikeAPicture() throws Exception {
		byte[] webp = new ClassPathResource("photo.webp", getClass()).getContentAsByteArray();
		for (byte[] picture : new byte[][] { TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48),
				TestImages.redAndBlue("png", BufferedImage.TYPE_INT_RGB, 64, 48), webp }) {
			assertRefused(Arrays.copyOf(picture, 30), "decode");
		}
		assertRefused(new byte[0], "decode");
		assertRefused("<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII), "decode");
	}

	private byte[] convert(byte[] upload) throws Exception {
		return this.converter.convert(new ByteArrayResource(upload));
	}

	private void assertRefused(byte[] upload, String reason) {
		assertThatExceptionOfType(FieldException.class).isThrownBy(() -> convert(upload)).satisfies((ex) -> {
			assertThat(ex.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(Objects.requireNonNull(ex.getMessage())).contains(reason);
		});
	}

}
