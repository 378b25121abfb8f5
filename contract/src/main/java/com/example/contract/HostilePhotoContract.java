package com.example.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Photos with false headers, with huge contents or with errors are refused, and harm
 * nothing.
 */
abstract class HostilePhotoContract extends FeatureContract {

	private final Postcards ada = member();

	private final Postcard kept = this.ada.post("Kept", Pictures.jpeg(32, 32));

	private final byte[] keptPhoto = this.ada.photo(path(this.kept));

	HostilePhotoContract(URI address) {
		super(address);
	}

	@AfterEach
	void earlierDataIsUnharmed() {
		assertThat(this.ada.postcard(this.kept.id())).isEqualTo(this.kept);
		assertThat(this.ada.photo(path(this.kept))).isEqualTo(this.keptPhoto);
		assertThat(this.ada.post("Still there").author()).isEqualTo(this.kept.author());
	}

	static Stream<Named<Photo>> noPhotos() {
		return Stream.of(Named.of("nothing", file("")), Named.of("text", file("Hello")),
				Named.of("HTML", file("<html><script>alert(1)</script></html>")),
				Named.of("SVG", file("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")),
				Named.of("GIF", HostilePictures.disguised("gif")), Named.of("BMP", HostilePictures.disguised("bmp")),
				Named.of("start of a JPEG", HostilePictures.truncated(Pictures.jpeg(64, 48), 0.1)),
				Named.of("start of a PNG", HostilePictures.truncated(Pictures.png(64, 48), 0.1)),
				Named.of("half a PNG", HostilePictures.truncated(Pictures.noise(64, 48), 0.5)),
				Named.of("half a WebP", HostilePictures.truncated(Pictures.webp(), 0.4)),
				Named.of("JPEG mark only", new Photo("a.jpg", "image/jpeg", bytes(0xff, 0xd8, 0xff, 0xe0))),
				Named.of("PNG without pixels", HostilePictures.blank(0, 0, 8, 2)),
				Named.of("PNG of negative size", HostilePictures.blank(-1, 0, 8, 2)),
				Named.of("PNG of a depth that there is not", HostilePictures.blank(10, 10, 7, 2)));
	}

	@ParameterizedTest
	@MethodSource("noPhotos")
	void refusesWhatDoesNotDecode(Photo photo) {
		assertProblem(post(photo), 415);
	}

	@Test
	void refusesAHundredMegapixelsInFiftyKilobytes() {
		Photo bomb = HostilePictures.blank(10_000, 10_000, 4, 0);
		assertThat(bomb.bytes()).hasSizeLessThan(60_000);
		assertProblem(post(bomb), 415);
	}

	@Test
	void refusesASizeThatOverflowsANumber() {
		Photo claim = HostilePictures.claiming(Integer.MAX_VALUE, Integer.MAX_VALUE);
		assertProblem(post(claim), 415);
		assertProblem(post(HostilePictures.claiming(65_536, 65_536)), 415);
	}

	@Test
	void standsSeveralPhotosOfAllowedSizeAtOnce() throws Exception {
		Photo large = HostilePictures.blank(7_000, 7_000, 8, 2);
		Callable<Integer> post = () -> post(large).status();
		assertThat(atOnce(Collections.nCopies(3, post))).isSubsetOf(201, 413, 415, 429);
	}

	@Test
	void refusesAJpegWithoutItsLastPartButNotOneWithoutItsEndMarker() {
		Photo photo = Pictures.jpeg(640, 480);
		assertProblem(post(HostilePictures.truncated(photo, 0.7)), 415);
		assertThat(post(HostilePictures.withoutEndMarker(photo)).status()).isEqualTo(201);
	}

	@Test
	void dataBehindTheEndOfAPhotoIsCutOff() {
		for (Photo photo : new Photo[] { Pictures.jpeg(64, 48), Pictures.png(64, 48) }) {
			Photo polyglot = HostilePictures.polyglot(photo, "<script>alert('hidden')</script>PK\3\4");
			Postcard postcard = this.ada.post("Polyglot", polyglot);
			assertThat(new String(this.ada.photo(path(postcard)), StandardCharsets.ISO_8859_1))
				.doesNotContain("hidden");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "a\u0000.jpg",
			"a\"b\r\nX: y.jpg", "<script>alert(1)</script>.jpg", "'; DROP TABLE photo; --.jpg", "🏔️.jpg", "CON", "." })
	void theNameOfAFileDoesNotMatter(String fileName) {
		Photo photo = new Photo(fileName, "image/jpeg", Pictures.jpeg(20, 20).bytes());
		Answer answer = post(photo);
		assertThat(answer.status()).as(answer.toString()).isIn(201, 400);
		if (answer.status() == 201) {
			assertThat(path(answer.as(Postcard.class))).matches("/photos/[0-9A-Za-z_-]+");
		}
	}

	@Test
	void aFileNameOfAHundredKilobytesIsNoMatterEither() {
		Photo photo = new Photo("x".repeat(100_000) + ".jpg", "image/jpeg", Pictures.jpeg(20, 20).bytes());
		Answer answer = post(photo);
		assertThat(answer.status()).as(answer.toString()).isIn(201, 400, 413);
	}

	@ParameterizedTest
	@ValueSource(strings = { "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "../../etc/passwd",
			"..;/..;/etc/passwd", "..%5c..%5cboot.ini", "%2fetc%2fpasswd", "1%00.jpg", "%00", "%ff%fe", "-1", "0",
			"1e3", "abc", "99999999999999999999", "1'%20OR%20'1'='1", "%252e%252e%252fetc%252fpasswd", "" })
	void noPathLeadsOutOfThePhotos(String id) {
		Answer answer = visitor().send("GET", "/photos/" + id);
		assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
		assertThat(answer.text()).doesNotContain("root:");
	}

	private Answer post(Photo photo) {
		Multipart body = new Multipart().field("message", "Hello").file("photo", photo);
		return this.ada.send(body.postTo(this.ada.request("/api/postcards")));
	}

	private static Photo file(String content) {
		return new Photo("picture.jpg", "image/jpeg", content.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	private static String path(Postcard postcard) {
		return Objects.requireNonNull(postcard.photo());
	}

}
