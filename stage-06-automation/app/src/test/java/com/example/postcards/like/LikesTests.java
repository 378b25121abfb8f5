package com.example.postcards.like;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import com.example.postcards.account.Account;
import com.example.postcards.postcard.Postcard;
import com.example.postcards.postcard.Postcards;
import com.example.postcards.refusal.RefusedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@PostcardsTest
class LikesTests {

	private static final int PEOPLE = 8;

	private static final int THREADS = 50;

	private static final int LIKES_PER_THREAD = 200;

	@LocalServerPort
	private int port;

	@Autowired
	private Likes likes;

	@Autowired
	private LikeTable table;

	@Autowired
	private DatabaseLikes before;

	@Autowired
	private Postcards postcards;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private ApplicationEventPublisher events;

	@Autowired
	private DynamoDbClient dynamoDb;

	@Autowired
	private JdbcClient jdbc;

	@Value("${postcards.likes.table}")
	private String name;

	private List<Long> people;

	private long postcard;

	@BeforeEach
	void post() {
		DynamoDbCalls.reset();
		this.people = IntStream.range(0, PEOPLE).mapToObj((i) -> insert("""
				insert into account (handle, email)
				values (gen_random_uuid(), gen_random_uuid()) returning id""")).toList();
		this.postcard = postcard(this.people.get(0));
	}

	@AfterEach
	void stopFailing() {
		DynamoDbCalls.reset();
	}

	@Test
	void manyAtOnceAreCountedOnceEach() throws Exception {
		atOnce((account) -> this.likes.add(this.postcard, account));
		assertThat(counter()).isEqualTo(PEOPLE).isEqualTo(items());
		assertThat(notifications()).isEqualTo(PEOPLE - 1);
		atOnce((account) -> this.likes.remove(this.postcard, account));
		assertThat(counter()).isZero().isEqualTo(items());
		assertThat(notifications()).isZero();
	}

	@Test
	void likingAndTakingBackAtOnceNeverMiscounts() throws Exception {
		atOnce((account) -> {
			this.likes.add(this.postcard, account);
			this.likes.remove(this.postcard, this.people.get(0));
			this.likes.add(this.postcard, this.people.get(1));
		});
		assertThat(counter()).isEqualTo(items());
	}

	@Test
	void fiftyThreadsOnOnePostcardAreCountedExactly() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<Void>> threads = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				long first = 1_000_000L + (long) thread * LIKES_PER_THREAD;
				threads.add(() -> {
					LongStream.range(first, first + LIKES_PER_THREAD)
						.forEach((account) -> this.table.add(this.postcard, account));
					return null;
				});
			}
			for (Future<Void> thread : executor.invokeAll(threads)) {
				thread.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(counter()).isEqualTo(THREADS * LIKES_PER_THREAD).isEqualTo(items());
		this.table.removeAll(this.postcard);
		assertThat(items()).isZero();
		assertThat(counter()).isZero();
	}

	@Test
	void conflictsAreTriedAgainButNotForEver() {
		AtomicInteger conflicts = new AtomicInteger(3);
		DynamoDbCalls.fail(() -> (conflicts.getAndDecrement() > 0) ? canceled("None", "TransactionConflict") : null);
		assertThat(this.table.add(this.postcard, 1)).isTrue();
		assertThat(DynamoDbCalls.operations()).hasSize(4);
		DynamoDbCalls.reset();
		DynamoDbCalls.fail(() -> canceled("None", "ThrottlingError"));
		assertThatExceptionOfType(TransactionCanceledException.class)
			.isThrownBy(() -> this.table.add(this.postcard, 2));
		assertThat(DynamoDbCalls.operations()).hasSize(12);
		DynamoDbCalls.reset();
		DynamoDbCalls.fail(() -> canceled("None", "ValidationError"));
		assertThatExceptionOfType(TransactionCanceledException.class)
			.isThrownBy(() -> this.table.add(this.postcard, 2));
		assertThat(DynamoDbCalls.operations()).hasSize(1);
		DynamoDbCalls.reset();
		assertThat(counter()).isOne().isEqualTo(items());
	}

	@Test
	void aPageOfTwentyPostcardsIsOneRead() {
		Account me = new Account(this.people.get(1), "me", "me@example.com");
		List<Postcard> page = IntStream.range(0, 20).mapToObj((i) -> row(postcard(this.people.get(0)), 0)).toList();
		this.table.add(page.get(3).id(), me.id());
		this.table.add(page.get(3).id(), this.people.get(2));
		this.table.add(page.get(7).id(), this.people.get(2));
		DynamoDbCalls.reset();
		List<Postcard> counted = this.table.addTo(page, me);
		assertThat(DynamoDbCalls.operations()).containsExactly("BatchGetItem");
		assertThat(counted).extracting(Postcard::id).isEqualTo(page.stream().map(Postcard::id).toList());
		assertThat(counted.get(3)).extracting(Postcard::likes, Postcard::likedByMe).containsExactly(2, true);
		assertThat(counted.get(7)).extracting(Postcard::likes, Postcard::likedByMe).containsExactly(1, false);
		assertThat(counted.get(8)).extracting(Postcard::likes, Postcard::likedByMe).containsExactly(0, false);
		assertThat(this.table.addTo(page, null).get(3)).extracting(Postcard::likes, Postcard::likedByMe)
			.containsExactly(2, false);
	}

	@Test
	void theLongestPageIsThreeReadsAndAnEmptyOneNone() {
		Account me = new Account(this.people.get(1), "me", "me@example.com");
		List<Postcard> page = LongStream.range(0, 101).mapToObj((i) -> row(this.postcard + i, 0)).toList();
		this.table.add(this.postcard, me.id());
		DynamoDbCalls.reset();
		assertThat(this.table.addTo(page, me)).hasSize(101).first().extracting(Postcard::likes).isEqualTo(1);
		assertThat(DynamoDbCalls.operations()).containsExactly("BatchGetItem", "BatchGetItem", "BatchGetItem");
		DynamoDbCalls.reset();
		assertThat(this.table.addTo(List.of(), me)).isEmpty();
		assertThat(DynamoDbCalls.operations()).isEmpty();
	}

	@Test
	void unprocessedKeysAreReadAgain() {
		this.table.add(this.postcard, this.people.get(1));
		DynamoDbCalls.reset();
		DynamoDbCalls.processNothingOnce();
		assertThat(counter()).isOne();
		assertThat(DynamoDbCalls.operations()).containsExactly("BatchGetItem", "BatchGetItem");
	}

	@Test
	void withoutDynamoDbPostcardsHaveNoLikesAndNothingIsHalfWritten() {
		Visitor visitor = Visitor.signedIn(this.port);
		String path = "/api/postcards/" + this.postcard;
		DynamoDbCalls.fail(() -> ApiCallTimeoutException.create(1));
		assertComeBackLater(visitor.send(HttpMethod.PUT, path + "/like", null));
		assertThat(visitor.get(path).getBody()).contains("\"likes\":0", "\"likedByMe\":false");
		assertThat(visitor.get("/api/timeline").getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(visitor.post("Hello", null).getStatusCode()).isEqualTo(HttpStatus.CREATED);
		DynamoDbCalls.reset();
		assertThat(items()).isZero();
		assertThat(notifications()).isZero();
		visitor.send(HttpMethod.PUT, path + "/like", null);
		DynamoDbCalls.fail(() -> ApiCallTimeoutException.create(1));
		assertComeBackLater(visitor.send(HttpMethod.DELETE, path + "/like", null));
		DynamoDbCalls.reset();
		assertThat(visitor.get(path).getBody()).contains("\"likes\":1", "\"likedByMe\":true");
		assertThat(notifications()).isOne();
	}

	@Test
	void aLikeWhoseNotificationFailedGetsItWhenItComesAgain() {
		this.table.add(this.postcard, this.people.get(1));
		this.likes.add(this.postcard, this.people.get(1));
		this.likes.add(this.postcard, this.people.get(1));
		assertThat(notifications()).isOne();
		assertThat(counter()).isOne();
	}

	@Test
	void nothingIsWrittenAboutPostcardsThatDoNotExist() {
		DynamoDbCalls.reset();
		long unknown = Long.MAX_VALUE;
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.likes.add(unknown, 1));
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.likes.remove(unknown, 1));
		assertThat(DynamoDbCalls.operations()).isEmpty();
	}

	@Test
	void likesGoWithTheirPostcard() {
		Visitor visitor = Visitor.signedIn(this.port);
		String path = String.valueOf(visitor.post("Hello", null).getHeaders().getLocation());
		this.postcard = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
		this.people.forEach((account) -> this.likes.add(this.postcard, account));
		assertThat(items()).isEqualTo(PEOPLE);
		assertThat(visitor.send(HttpMethod.DELETE, path, null).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		Awaitility.await().until(() -> items() == 0 && counter() == 0);
	}

	@Test
	void aLikeThatComesWhileItsPostcardIsDeletedLeavesNothing() {
		LikeTable slow = new LikeTable(this.dynamoDb, this.name) {

			@Override
			boolean add(long postcard, long account) {
				LikesTests.this.jdbc.sql("delete from postcard where id = ?").param(postcard).update();
				return super.add(postcard, account);
			}

		};
		Likes late = new Likes(slow, this.before, this.postcards, this.transaction, this.events);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> late.add(this.postcard, this.people.get(1)));
		assertThat(items()).isZero();
		assertThat(counter()).isZero();
	}

	private static void assertComeBackLater(ResponseEntity<String> response) {
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
	}

	private static TransactionCanceledException canceled(String... codes) {
		return (TransactionCanceledException) TransactionCanceledException.builder()
			.cancellationReasons(
					List.of(codes).stream().map((code) -> CancellationReason.builder().code(code).build()).toList())
			.message("Canceled")
			.build();
	}

	private void atOnce(Change change) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(PEOPLE);
		try {
			List<Callable<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				this.people.forEach((account) -> calls.add(() -> {
					change.apply(account);
					return null;
				}));
			}
			for (Future<Void> call : executor.invokeAll(calls)) {
				call.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private long postcard(long author) {
		return insert("insert into postcard (author_id, message, photo) values (%d, 'Hello', false) returning id"
			.formatted(author));
	}

	private static Postcard row(long id, int likes) {
		return new Postcard(id, "author", "Hello", null, Instant.now(), likes, false);
	}

	private long insert(String sql) {
		return this.jdbc.sql(sql).query(Long.class).single();
	}

	private long counter() {
		return this.table.addTo(List.of(row(this.postcard, 0)), null).get(0).likes();
	}

	private long items() {
		return this.dynamoDb
			.queryPaginator((query) -> query.tableName(this.name)
				.consistentRead(true)
				.keyConditionExpression("pk = :pk and begins_with(sk, :like)")
				.expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(Long.toString(this.postcard)), ":like",
						AttributeValue.fromS("like#"))))
			.items()
			.stream()
			.count();
	}

	private long notifications() {
		return this.jdbc.sql("select count(*) from notification where postcard_id = ?")
			.param(this.postcard)
			.query(Long.class)
			.single();
	}

	private interface Change {

		void apply(long account);

	}

}
