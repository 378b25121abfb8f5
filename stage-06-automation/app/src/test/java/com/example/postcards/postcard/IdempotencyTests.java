package com.example.postcards.postcard;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.example.kit.TestImages;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that does not know whether a postcard was stored sends it again with the same
 * key.
 */
@PostcardsTest
class IdempotencyTests {

	private final String key = UUID.randomUUID().toString();

	@LocalServerPort
	private int port;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcClient jdbc;

	private Visitor visitor;

	@BeforeEach
	void signIn() {
		this.visitor = Visitor.signedIn(this.port);
	}

	@Test
	void theSameAgainIsStoredOnceAndAnsweredAlike() throws Exception {
		byte[] photo = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		ResponseEntity<String> first = post("Hello", photo);
		ResponseEntity<String> second = post("Hello", photo);
		assertThat(first.getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(second.getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(second.getBody()).isEqualTo(first.getBody());
		assertThat(second.getHeaders().getLocation()).isEqualTo(first.getHeaders().getLocation());
		assertThat(stored()).isOne();
	}

	@Test
	void anotherPostcardWithTheKeyIsRefused() throws Exception {
		post("Hello", null);
		byte[] photo = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
		for (ResponseEntity<String> other : List.of(post("Good bye", null), post("Hello", photo))) {
			assertThat(other.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(other.getBody()).contains("Idempotency-Key");
		}
		assertThat(stored()).isOne();
	}

	@Test
	void twoAtOnceAreStoredOnce() {
		List<CompletableFuture<ResponseEntity<String>>> both = this.transaction.execute((status) -> {
			// Holds up both inserts.
			this.jdbc.sql("lock table postcard in share mode").update();
			List<CompletableFuture<ResponseEntity<String>>> posts = Stream
				.generate(() -> CompletableFuture.supplyAsync(() -> post("Hello", null)))
				.limit(2)
				.toList();
			Awaitility.await().until(() -> waiting() == 2);
			return posts;
		});
		assertThat(both).extracting((post) -> post.join().getStatusCode()).containsOnly(HttpStatus.CREATED);
		assertThat(both.get(0).join().getBody()).isEqualTo(both.get(1).join().getBody());
		assertThat(stored()).isOne();
	}

	@Test
	void othersMayHaveTheSameKey() {
		post("Hello", null);
		Visitor other = Visitor.signedIn(this.port);
		assertThat(other.post("Hello", null, Map.of("Idempotency-Key", this.key)).getStatusCode())
			.isEqualTo(HttpStatus.CREATED);
		assertThat(stored()).isOne();
	}

	@Test
	void withoutAKeyEachIsStored() {
		this.visitor.post("Hello", null);
		this.visitor.post("Hello", null);
		assertThat(stored()).isEqualTo(2);
	}

	@Test
	void aKeyThatIsNoUuidIsRefused() {
		assertThat(this.visitor.post("Hello", null, Map.of("Idempotency-Key", "again")).getStatusCode())
			.isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(stored()).isZero();
	}

	private ResponseEntity<String> post(String message, byte @Nullable [] photo) {
		return this.visitor.post(message, photo, Map.of("Idempotency-Key", this.key));
	}

	private long stored() {
		return this.jdbc.sql("select count(*) from postcard join account on account.id = author_id where handle = ?")
			.param(this.visitor.handle())
			.query(Long.class)
			.single();
	}

	private long waiting() {
		return this.jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
			.query(Long.class)
			.single();
	}

}
