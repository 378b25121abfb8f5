package com.example.postcards.postcard;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.example.kit.LocalCloudFront;
import com.example.kit.LocalS3;
import com.example.kit.LocalS3.S3Object;
import com.example.kit.TestImages;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import com.example.postcards.account.Account;
import com.example.postcards.edge.Edge;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@PostcardsTest
@ExtendWith(OutputCaptureExtension.class)
class PostcardsTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Postcards postcards;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private S3Client s3;

	@Autowired
	private Edge edge;

	@Autowired
	private ApplicationEventPublisher events;

	private Visitor visitor;

	private Account author;

	private byte[] photo;

	@BeforeEach
	void signIn() throws Exception {
		// What another test deleted.
		Awaitility.await().until(() -> count("deleted_postcard") == 0);
		this.visitor = Visitor.signedIn(this.port);
		long id = this.jdbc.sql("select id from account where handle = ?")
			.param(this.visitor.handle())
			.query(Long.class)
			.single();
		this.author = new Account(id, this.visitor.handle(), this.visitor.email());
		this.photo = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64, 48);
	}

	@AfterEach
	void repair() {
		LocalS3.setAvailable(true);
		LocalCloudFront.setAvailable(true);
	}

	@Test
	void thePhotoIsStoredBeforeThePostcardCanBeSeen() {
		CompletableFuture<Postcard> posted = this.transaction.execute((status) -> {
			CompletableFuture<Postcard> post = postHeldUp();
			long next = lastId();
			assertThat(object(next)).map(S3Object::bytes).contains(this.photo);
			assertThat(this.visitor.get("/api/postcards/" + next).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
			return post;
		});
		Postcard postcard = posted.join();
		assertThat(postcard.photo()).isEqualTo("/photos/" + postcard.id());
		assertThat(object(postcard.id())).map(S3Object::bytes).contains(this.photo);
	}

	@Test
	void aCrashInBetweenLeavesAtWorstAPhotoWithoutAPostcard() {
		int objects = LocalS3.count();
		CompletableFuture<Postcard> posted = this.transaction.execute((status) -> {
			CompletableFuture<Postcard> post = postHeldUp();
			assertThat(terminateWaiting()).isOne();
			Awaitility.await().until(post::isCompletedExceptionally);
			return post;
		});
		assertThat(posted).isCompletedExceptionally();
		assertThat(stored()).isZero();
		assertThat(LocalS3.count()).isEqualTo(objects + 1);
	}

	@Test
	void withoutS3ThereIsNoPostcardAndTheSameRequestWorksLater() {
		Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
		LocalS3.setAvailable(false);
		ResponseEntity<String> refused = this.visitor.post("Hello", this.photo, key);
		assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(refused.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
		assertThat(stored()).isZero();
		assertThat(this.visitor.post("Without a photo", null).getStatusCode()).isEqualTo(HttpStatus.CREATED);
		LocalS3.setAvailable(true);
		assertThat(this.visitor.post("Hello", this.photo, key).getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(stored()).isEqualTo(2);
	}

	@Test
	void ofTwoPhotosWithTheSameKeyOneStays() {
		UUID key = UUID.randomUUID();
		int objects = LocalS3.count();
		CompletableFuture<Postcard> other = this.transaction.execute((status) -> {
			this.jdbc.sql("lock table postcard in share mode").update();
			CompletableFuture<Postcard> one = post(key);
			CompletableFuture<Postcard> two = post(key);
			Awaitility.await().until(() -> waiting() == 2);
			assertThat(LocalS3.count()).isEqualTo(objects + 2);
			return one.thenCombine(two, (first, second) -> {
				assertThat(second).isEqualTo(first);
				return first;
			});
		});
		assertThat(object(other.join().id())).isPresent();
		Awaitility.await().until(() -> LocalS3.count() == objects + 1);
		assertThat(object(other.join().id())).isPresent();
	}

	@Test
	void photosMayBeCachedIndefinitely() {
		long postcard = post().id();
		assertThat(object(postcard)).map(S3Object::contentType).contains("image/jpeg");
		assertThat(object(postcard)).map(S3Object::cacheControl).contains("public, max-age=31536000, immutable");
	}

	@Test
	void thePhotoGoesWithItsPostcardFromTheBucketAndTheEdgeAndNotBefore() {
		Postcard postcard = post();
		this.transaction.executeWithoutResult((status) -> {
			this.postcards.delete(postcard.id(), this.author);
			status.setRollbackOnly();
		});
		assertThat(left(postcard)).isZero();
		delete(postcard);
		Awaitility.await().until(() -> left(postcard) == 0);
		assertThat(object(postcard.id())).isEmpty();
		assertThat(LocalCloudFront.invalidations()).containsOnlyOnce(postcard.photo());
	}

	@Test
	void theEdgeIsAskedWhenItCannotFetchThePhotoAgain(CapturedOutput output) {
		Postcard postcard = post();
		LocalS3.setAvailable(false);
		delete(postcard);
		Awaitility.await().until(() -> output.getOut().contains("not cleaned up yet"));
		assertThat(LocalCloudFront.invalidations()).doesNotContain(postcard.photo());
	}

	@Test
	void aDeletionNeverWaitsForTheBucketOrTheEdgeAndIsRememberedUntilBothHaveIt() {
		Postcard postcard = post();
		LocalS3.setAvailable(false);
		LocalCloudFront.setAvailable(false);
		delete(postcard);
		assertThat(this.visitor.get("/api/postcards/" + postcard.id()).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(left(postcard)).isOne();
		LocalS3.setAvailable(true);
		Awaitility.await().until(() -> object(postcard.id()).isEmpty());
		assertThat(left(postcard)).isOne();
		assertThat(LocalCloudFront.invalidations()).doesNotContain(postcard.photo());
		LocalCloudFront.setAvailable(true);
		Awaitility.await().until(() -> left(postcard) == 0);
		assertThat(LocalCloudFront.invalidations()).contains(postcard.photo());
	}

	@Test
	void aDeletionThatFailsHoldsUpNoOther() {
		Photos broken = new Photos(this.s3, "photos") {

			@Override
			void delete(long postcard) {
				if (postcard == -1) {
					throw SdkClientException.create("Refused");
				}
				super.delete(postcard);
			}

		};
		DeletedPostcards deleted = new DeletedPostcards(this.jdbc, this.transaction, broken, this.edge, this.events);
		// The application does not see them.
		this.transaction.executeWithoutResult((status) -> {
			status.setRollbackOnly();
			List.of(-3L, -2L, -1L).forEach(deleted::addPhoto);
			deleted.clean();
			assertThat(this.jdbc.sql("select postcard_id from deleted_postcard where postcard_id < 0")
				.query(Long.class)
				.list()).containsExactly(-1L);
		});
	}

	@Test
	void aPostcardThatTheReleaseBeforeDeletesLeavesNoPhoto() {
		Postcard postcard = post();
		this.jdbc.sql("delete from postcard where id = ?").param(postcard.id()).update();
		Awaitility.await().until(() -> object(postcard.id()).isEmpty());
		assertThat(LocalCloudFront.invalidations()).contains(postcard.photo());
	}

	@Test
	void withoutAPhotoTheEdgeIsNotAsked() {
		Postcard postcard = this.postcards.create(this.author, "Hello", null, null, new byte[0]);
		delete(postcard);
		Awaitility.await().until(() -> left(postcard) == 0);
		assertThat(LocalCloudFront.invalidations()).doesNotContain("/photos/" + postcard.id());
	}

	@Test
	void serversServeNoPhotoThatIsInTheBucket() {
		Postcard postcard = post();
		assertThat(this.visitor.get("/photos/" + postcard.id()).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		ResponseEntity<String> moved = this.visitor.get("/api/postcards/" + postcard.id() + "/photo");
		assertThat(moved.getStatusCode()).isEqualTo(HttpStatus.SEE_OTHER);
		assertThat(moved.getHeaders().getLocation()).hasToString("/photos/" + postcard.id());
	}

	@Test
	void aPhotoThatDiffersInTheBucketStaysInTheDatabase() {
		long postcard = oldPostcard();
		DatabasePhotos photos = photos((bucket) -> bucket.store(postcard, new byte[] { 1 }));
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.execute((status) -> photos.moveSome()))
			.withMessageContaining("differs");
		assertThat(count("photo where postcard_id = " + postcard)).isOne();
		this.postcards.delete(postcard, this.author);
	}

	@Test
	void aPostcardThatIsDeletedWhileItsPhotoMovesLeavesNothing() {
		long postcard = oldPostcard();
		DatabasePhotos photos = photos((bucket) -> {
			CompletableFuture.runAsync(() -> this.postcards.delete(postcard, this.author));
			Awaitility.await().until(() -> waiting() == 1);
			bucket.store(postcard, this.photo);
		});
		this.transaction.execute((status) -> photos.moveSome());
		Awaitility.await().until(() -> count("postcard where id = " + postcard) == 0);
		Awaitility.await().until(() -> count("deleted_postcard where postcard_id = " + postcard) == 0);
		assertThat(object(postcard)).isEmpty();
	}

	/**
	 * A postcard of the stage before.
	 */
	private long oldPostcard() {
		this.jdbc.sql("delete from photo").update();
		long postcard = this.jdbc
			.sql("insert into postcard (author_id, message, photo) values (?, 'Old', true) returning id")
			.param(this.author.id())
			.query(Long.class)
			.single();
		this.jdbc.sql("insert into photo (postcard_id, jpeg) values (?, ?)").params(postcard, this.photo).update();
		return postcard;
	}

	private DatabasePhotos photos(Consumer<Photos> store) {
		Photos bucket = new Photos(this.s3, "photos");
		return new DatabasePhotos(this.jdbc, new Photos(this.s3, "photos") {

			@Override
			void store(long postcard, byte[] jpeg) {
				store.accept(bucket);
			}

		});
	}

	private Postcard post() {
		return this.postcards.create(this.author, "Hello", this.photo, null, new byte[0]);
	}

	private CompletableFuture<Postcard> post(UUID key) {
		return CompletableFuture
			.supplyAsync(() -> this.postcards.create(this.author, "Hello", this.photo, key, new byte[0]));
	}

	/**
	 * Posts in another transaction, which waits for this one.
	 */
	private CompletableFuture<Postcard> postHeldUp() {
		this.jdbc.sql("lock table postcard in share mode").update();
		CompletableFuture<Postcard> post = CompletableFuture.supplyAsync(this::post);
		Awaitility.await().until(() -> waiting() == 1);
		return post;
	}

	private void delete(Postcard postcard) {
		assertThat(this.visitor.send(HttpMethod.DELETE, "/api/postcards/" + postcard.id(), null).getStatusCode())
			.isEqualTo(HttpStatus.NO_CONTENT);
	}

	private long waiting() {
		return count("pg_stat_activity where wait_event_type = 'Lock'");
	}

	private int terminateWaiting() {
		return this.jdbc.sql("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'")
			.query(Boolean.class)
			.list()
			.size();
	}

	private long lastId() {
		return this.jdbc.sql("select last_value from pg_sequences where sequencename = 'postcard_id_seq'")
			.query(Long.class)
			.single();
	}

	private long stored() {
		return count("postcard where author_id = " + this.author.id());
	}

	private long left(Postcard postcard) {
		return count("deleted_postcard where postcard_id = " + postcard.id());
	}

	private long count(String rows) {
		return this.jdbc.sql("select count(*) from " + rows).query(Long.class).single();
	}

	private static Optional<S3Object> object(long postcard) {
		return LocalS3.object("photos/" + postcard);
	}

}
