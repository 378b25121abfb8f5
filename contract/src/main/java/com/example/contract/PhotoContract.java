package com.example.contract;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Photos: what is accepted, and how it is stored.
 */
abstract class PhotoContract extends FeatureContract {

	private final Postcards ada = member();

	PhotoContract(URI address) {
		super(address);
	}

	static Stream<Photo> photos() {
		Photo png = Pictures.png(64, 48);
		return Stream.of(Pictures.jpeg(64, 48), png, Pictures.webp(), new Photo("notes.txt", "text/plain", png.bytes()),
				new Photo("picture.jpg", "image/jpeg", png.bytes()));
	}

	@ParameterizedTest
	@MethodSource("photos")
	void takesJpegPngAndWebpByTheirContentAndServesJpeg(Photo photo) {
		BufferedImage served = served(this.ada.post("With a photo", photo));
		assertThat(served.getWidth()).isEqualTo(64);
		assertThat(served.getHeight()).isEqualTo(48);
	}

	@Test
	void servesAPublicPhotoThatCachesMayKeep() {
		Postcard postcard = this.ada.post("With a photo", Pictures.jpeg(64, 48));
		String path = Objects.requireNonNull(postcard.photo());
		assertThat(path).startsWith("/photos/");

		Answer answer = visitor().send("GET", path).expect(200);

		assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
		assertThat(String.valueOf(answer.header("Cache-Control")).split(", *")).containsExactlyInAnyOrder("public",
				"max-age=31536000", "immutable");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Set-Cookie")).as("a cookie that caches would hand to others").isNull();
		assertThat(this.ada.send("GET", path).header("Set-Cookie")).isNull();
		assertThat(this.ada.photo(path)).isEqualTo(answer.body());
	}

	@Test
	void aPhotoThatIsNotThereIsNotFoundAndNotKept() {
		Answer answer = visitor().send("GET", "/photos/9223372036854775807");
		if (!answer.throughEdge()) {
			assertProblem(answer, 404);
		}
		assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
		assertThat(String.valueOf(answer.header("Cache-Control"))).doesNotContain("immutable");
	}

	@Test
	void makesALargePhotoSmallerAndKeepsItsShape() {
		BufferedImage served = served(this.ada.post("Large", Pictures.jpeg(3000, 1500)));
		assertThat(served.getWidth()).isEqualTo(2048);
		assertThat(served.getHeight()).isEqualTo(1024);
	}

	@Test
	void takesAPhotoThatIsAllWidth() {
		BufferedImage served = served(this.ada.post("Line", HostilePictures.blank(30_000, 1, 8, 0)));
		assertThat(served.getWidth()).isBetween(1, 2048);
		assertThat(served.getHeight()).isOne();
	}

	@Test
	void removesTheLocationFromPhotos() {
		String secret = "taken-at-home-52.5163-13.3777";
		Photo photo = HostilePictures.jpegWithMetadata(64, 48, 1, secret);
		assertThat(text(photo.bytes())).contains(secret, "Exif");

		byte[] served = this.ada.photo(path(this.ada.post("From a phone", photo)));
		assertThat(text(served)).doesNotContain(secret, "Exif");

		assertThat(text(Pictures.webp().bytes())).contains("secret place");
		assertThat(text(this.ada.photo(path(this.ada.post("WebP", Pictures.webp()))))).doesNotContain("secret place",
				"EXIF");
	}

	static Stream<Photo> heldSideways() {
		return Stream.of(HostilePictures.jpegWithMetadata(64, 48, 6, "held sideways"),
				HostilePictures.pngWithOrientation(64, 48, 6));
	}

	@ParameterizedTest
	@MethodSource("heldSideways")
	void turnsAPhotoUprightBeforeItsOrientationIsTakenOut(Photo photo) {
		BufferedImage served = served(this.ada.post("Held sideways", photo));
		assertThat(served.getWidth()).isEqualTo(48);
		assertThat(served.getHeight()).isEqualTo(64);
	}

	@Test
	void takesAMotionPhotoWithoutItsVideo() {
		Postcard postcard = this.ada.post("Moving", HostilePictures.motionPhoto(64, 48));
		assertThat(served(postcard).getWidth()).isEqualTo(64);
		assertThat(this.ada.photo(path(postcard))).hasSizeLessThan(10_000);
	}

	@Test
	void takesAPhotoOfNearlyFiveMegabytesAndRefusesALargerOne() {
		Photo nearly = Pictures.noise(1280, 1280);
		assertThat(nearly.bytes()).hasSizeBetween(4_900_000, 5_000_000);
		assertThat(served(this.ada.post("Nearly too large", nearly)).getWidth()).isEqualTo(1280);

		byte[] padding = new byte[5 * 1024 * 1024 + 1 - nearly.bytes().length];
		Photo larger = HostilePictures.polyglot(nearly, new String(padding, StandardCharsets.US_ASCII));
		assertProblem(post(larger), 413);
	}

	@Test
	void answersAlsoToAPhotoFarTooLarge() {
		assertProblem(post(new Photo("phone.jpg", "image/jpeg", new byte[16_000_000])), 413);
	}

	@Test
	void anEmptyFileFieldOfAFormIsNoPhoto() {
		Multipart body = new Multipart().field("message", "No photo chosen")
			.file("photo", new Photo("", "application/octet-stream", new byte[0]));
		Answer answer = this.ada.send(body.postTo(this.ada.request("/api/postcards")));
		assertThat(answer.expect(201).as(Postcard.class).photo()).isNull();
	}

	private BufferedImage served(Postcard postcard) {
		byte[] bytes = visitor().photo(path(postcard));
		assertThat(bytes).startsWith(0xff, 0xd8, 0xff);
		return Objects.requireNonNull(Pictures.decode(bytes));
	}

	private Answer post(Photo photo) {
		Multipart body = new Multipart().field("message", "Hello").file("photo", photo);
		return this.ada.send(body.postTo(this.ada.request("/api/postcards")));
	}

	private static String path(Postcard postcard) {
		return Objects.requireNonNull(postcard.photo());
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
