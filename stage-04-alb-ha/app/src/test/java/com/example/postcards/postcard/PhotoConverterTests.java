package com.example.postcards.postcard;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import com.example.postcards.web.FieldProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;

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
		assertThatExceptionOfType(FieldProblem.class).isThrownBy(() -> convert(upload)).satisfies((ex) -> {
			assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
			assertThat(Objects.requireNonNull(ex.getBody().getDetail())).contains(reason);
		});
	}

}
