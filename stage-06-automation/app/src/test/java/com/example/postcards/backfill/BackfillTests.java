package com.example.postcards.backfill;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.kit.LocalS3;
import com.example.kit.TestImages;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import com.example.postcards.like.DynamoDbCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Photos and likes of the stage before leave the database while people use Postcards.
 */
@PostcardsTest
@ExtendWith(OutputCaptureExtension.class)
class BackfillTests {

	private static final int POSTCARDS = 6;

	private static final int FANS = 30;

	/** The likes that move in one transaction. */
	private static final int BATCH = 50;

	@LocalServerPort
	private int port;

	@Autowired
	private BackfillRunner runner;

	@Autowired
	private List<Backfill> backfills;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcClient jdbc;

	private Visitor visitor;

	private long me;

	/** The postcards of the stage before, with their photos. */
	private final Map<Long, byte[]> old = new LinkedHashMap<>();

	@BeforeEach
	void writeAsTheStageBefore() throws Exception {
		// Of other tests.
		this.jdbc.sql("delete from photo").update();
		this.jdbc.sql("delete from postcard_like").update();
		this.jdbc.sql("update postcard set likes = 0 where likes <> 0").update();
		this.visitor = Visitor.signedIn(this.port);
		this.me = insert("select id from account where handle = '%s'".formatted(this.visitor.handle()));
		long author = account();
		List<Long> fans = new ArrayList<>(List.of(this.me));
		for (int i = 1; i < FANS; i++) {
			fans.add(account());
		}
		for (int i = 0; i < POSTCARDS; i++) {
			byte[] photo = TestImages.redAndBlue("jpeg", BufferedImage.TYPE_INT_RGB, 64 + i, 48);
			long postcard = insert("""
					insert into postcard (author_id, message, photo, likes) values (%d, 'Old', true, %d) returning id"""
				.formatted(author, FANS));
			this.jdbc.sql("insert into photo (postcard_id, jpeg) values (?, ?)").params(postcard, photo).update();
			fans.forEach((fan) -> this.jdbc.sql("insert into postcard_like (postcard_id, account_id) values (?, ?)")
				.params(postcard, fan)
				.update());
			this.old.put(postcard, photo);
		}
	}

	@AfterEach
	void repair() {
		DynamoDbCalls.reset();
		LocalS3.setAvailable(true);
		this.jdbc.sql("delete from postcard where message = 'Old'").update();
	}

	@Test
	void isReadFromTheDatabaseUntilItHasMoved() {
		this.old.keySet().forEach((postcard) -> {
			assertThat(read(postcard).get("photo").asString()).isEqualTo("/api/postcards/" + postcard + "/photo");
			assertThat(
					new Visitor(this.port).get("/api/postcards/" + postcard + "/photo").getHeaders().getContentType())
				.hasToString("image/jpeg");
			assertLikes(postcard, FANS, true);
		});
		this.runner.run();
		assertMoved(FANS, true);
	}

	@Test
	void movingAgainChangesNothing() {
		this.runner.run();
		this.runner.run();
		assertMoved(FANS, true);
	}

	@Test
	void aRunThatFailsGoesOnWhereItWas(CapturedOutput output) {
		LocalS3.setAvailable(false);
		this.runner.run();
		assertThat(rows("photo")).isEqualTo(POSTCARDS);
		assertThat(output).contains("Moving rows out of the table photo failed");
		// The likes are another backfill.
		assertThat(rows("postcard_like")).isZero();
		LocalS3.setAvailable(true);
		this.runner.run();
		assertMoved(FANS, true);
		assertThat(output).contains("Moved rows out of the database", "\"left\":0");
	}

	@Test
	void aBatchThatIsKilledAtItsEndIsMovedOnce() {
		this.backfills.forEach((backfill) -> this.transaction.executeWithoutResult((status) -> {
			assertThat(backfill.moveSome()).isPositive();
			// What is in S3 and DynamoDB stays there.
			status.setRollbackOnly();
		}));
		assertThat(rows("photo")).isEqualTo(POSTCARDS);
		assertThat(rows("postcard_like")).isEqualTo(POSTCARDS * FANS);
		this.runner.run();
		assertMoved(FANS, true);
	}

	@Test
	void aBatchThatIsKilledBetweenAnyTwoLikesIsMovedOnce() {
		for (int likes = 0; likes < BATCH; likes++) {
			AtomicInteger left = new AtomicInteger(likes);
			DynamoDbCalls.fail(() -> (left.getAndDecrement() > 0) ? null : ApiCallTimeoutException.create(1));
			this.runner.run();
			assertThat(rows("postcard_like")).isEqualTo(POSTCARDS * FANS);
		}
		DynamoDbCalls.reset();
		this.runner.run();
		assertMoved(FANS, true);
	}

	@Test
	void oneServerMovesAtATime() {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.sql("select pg_advisory_xact_lock(405)").query().listOfRows();
			CompletableFuture.runAsync(this.runner::run).join();
			assertThat(rows("photo")).isEqualTo(POSTCARDS);
			assertThat(rows("postcard_like")).isEqualTo(POSTCARDS * FANS);
		});
		this.runner.run();
		assertMoved(FANS, true);
	}

	@Test
	void stopsBetweenTwoBatches() {
		AtomicInteger batches = new AtomicInteger();
		List<BackfillRunner> stopped = new ArrayList<>();
		Backfill endless = new Backfill() {

			@Override
			public String table() {
				return "photo";
			}

			@Override
			public int moveSome() {
				if (batches.incrementAndGet() == 3) {
					stopped.get(0).stop();
				}
				return (batches.get() < 10) ? 1 : 0;
			}

		};
		stopped.add(new BackfillRunner(List.of(endless), this.transaction, this.jdbc));
		stopped.get(0).run();
		assertThat(batches).hasValueLessThan(5);
	}

	@Test
	void likesThatAreTakenBackBeforeTheyMoveDoNotComeBack() {
		this.old.keySet().forEach((postcard) -> {
			like(HttpMethod.DELETE, postcard);
			like(HttpMethod.DELETE, postcard);
			assertLikes(postcard, FANS - 1, false);
		});
		this.runner.run();
		assertMoved(FANS - 1, false);
	}

	@Test
	void likesThatComeAgainBeforeTheyMoveAreCountedOnce() {
		this.old.keySet().forEach((postcard) -> {
			like(HttpMethod.PUT, postcard);
			assertLikes(postcard, FANS, true);
		});
		this.runner.run();
		assertMoved(FANS, true);
	}

	@Test
	void peopleLikeAndTakeBackWhileItRuns() {
		CompletableFuture<Void> moving = CompletableFuture.runAsync(this.runner::run);
		for (int i = 0; i < 4; i++) {
			this.old.keySet().forEach((postcard) -> like(HttpMethod.DELETE, postcard));
			this.old.keySet().forEach((postcard) -> like(HttpMethod.PUT, postcard));
		}
		this.old.keySet().forEach((postcard) -> like(HttpMethod.DELETE, postcard));
		moving.join();
		this.runner.run();
		assertMoved(FANS - 1, false);
	}

	private void assertMoved(int likes, boolean mine) {
		assertThat(rows("photo")).isZero();
		assertThat(rows("postcard_like")).isZero();
		assertThat(rows("postcard where likes <> 0")).isZero();
		this.old.forEach((postcard, photo) -> {
			assertThat(read(postcard).get("photo").asString()).isEqualTo("/photos/" + postcard);
			assertThat(LocalS3.object("photos/" + postcard).orElseThrow().bytes()).isEqualTo(photo);
			assertLikes(postcard, likes, mine);
		});
	}

	private void assertLikes(long postcard, int likes, boolean mine) {
		JsonNode json = read(postcard);
		assertThat(json.get("likes").asInt()).isEqualTo(likes);
		assertThat(json.get("likedByMe").asBoolean()).isEqualTo(mine);
	}

	private JsonNode read(long postcard) {
		return JsonMapper.shared().readTree(this.visitor.get("/api/postcards/" + postcard).getBody());
	}

	private void like(HttpMethod method, long postcard) {
		assertThat(this.visitor.send(method, "/api/postcards/" + postcard + "/like", null).getStatusCode())
			.isEqualTo(HttpStatus.NO_CONTENT);
	}

	private long account() {
		return insert("insert into account (handle, email) values (gen_random_uuid(), gen_random_uuid()) returning id");
	}

	private long insert(String sql) {
		return this.jdbc.sql(sql).query(Long.class).single();
	}

	private long rows(String rows) {
		return this.jdbc.sql("select count(*) from " + rows).query(Long.class).single();
	}

}
