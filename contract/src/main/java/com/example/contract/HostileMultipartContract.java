package com.example.contract;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;

import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Multipart bodies that are broken, or hold other parts than a postcard, harm nothing.
 */
abstract class HostileMultipartContract extends FeatureContract {

	private final Postcards ada = member();

	private final Postcard kept = this.ada.post("Kept");

	HostileMultipartContract(URI address) {
		super(address);
	}

	@AfterEach
	void earlierDataIsUnharmed() {
		assertThat(this.ada.me().handle()).isEqualTo(this.kept.author());
		assertThat(visitor().postcard(this.kept.id())).isEqualTo(this.kept);
		assertThat(this.ada.post("Still there").author()).isEqualTo(this.kept.author());
	}

	static Stream<String> brokenMultiparts() {
		String part = "--x\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nHello";
		return Stream.of("", "--x", "--x--\r\n", part, "Hello", "--x\r\n\r\n\r\n--x--\r\n", part.replace("--x", "--y"),
				"--x\r\nContent-Disposition: form-data; name=\"mess", part.replace("\r\n", "\n") + "\n--x--\n",
				"--x\r\nContent-Disposition: form-data\r\n\r\nHello\r\n--x--\r\n",
				part.replace("\r\n\r\n", "\r\n" + "X-Long: " + "y".repeat(20_000) + "\r\n\r\n") + "\r\n--x--\r\n");
	}

	@ParameterizedTest
	@MethodSource("brokenMultiparts")
	void aBrokenMultipartIsRefused(String body) {
		Answer answer = this.ada.send(this.ada.request("/api/postcards")
			.header("Content-Type", "multipart/form-data; boundary=x")
			.POST(BodyPublishers.ofString(body)));
		assertRefused(answer);
	}

	@Test
	void aMultipartWithoutBoundaryIsRefused() {
		assertRefused(this.ada.send(this.ada.request("/api/postcards")
			.header("Content-Type", "multipart/form-data")
			.POST(BodyPublishers.ofString("--x--\r\n"))));
	}

	@Test
	void unexpectedPartsOfAMultipartBodyHarmNothing() {
		Multipart twice = new Multipart().field("message", "one").field("message", "two");
		Multipart photoAsText = new Multipart().field("message", "Hello").field("photo", "text");
		Multipart messageAsFile = new Multipart().file("message", Pictures.jpeg(20, 20));
		Multipart photos = new Multipart().field("message", "Hello")
			.file("photo", Pictures.jpeg(20, 20))
			.file("photo", Pictures.png(20, 20));
		Multipart many = new Multipart();
		for (int i = 0; i < 2_000; i++) {
			many.field("message", "Hello");
		}
		for (Multipart body : new Multipart[] { twice, photoAsText, messageAsFile, photos, many }) {
			Answer answer = this.ada.send(body.postTo(this.ada.request("/api/postcards")));
			assertThat(answer.status()).as(answer.toString()).isIn(201, 400, 413, 415);
		}
	}

	@Test
	void halvesOfCharactersInAMessageAreRefusedOrReplaced() {
		byte[] surrogate = { 'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xff, 'b' };
		Answer answer = this.ada
			.send(new Multipart().part("name=\"message\"", "", surrogate).postTo(this.ada.request("/api/postcards")));
		assertThat(answer.status()).as(answer.toString()).isIn(201, 400);
		if (answer.status() == 201) {
			Postcard postcard = answer.as(Postcard.class);
			assertThat(this.ada.postcard(postcard.id())).isEqualTo(postcard);
		}
	}

}
