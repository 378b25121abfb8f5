package com.example.postcards.tests;

import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Photos and likes of the stage before leave the database while users like postcards,
 * take likes back and delete postcards, and both servers are killed several times.
 */
@Stage
class MigrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final String DELAY = "/Postcards/postcards.backfill.delay";

	private static final AttributeValue NONE = AttributeValue.fromNul(true);

	private static final int POSTCARDS = 60;

	private static final int FANS = 10;

	private static final int DELETED = 5;

	private final LocalCloud cloud;

	private int kills;

	private volatile boolean moving = true;

	MigrationTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	// tag::migration[]
	@Test
	void nothingIsLostOrMovedTwiceWhileUsersWriteAndServersAreKilled() throws Exception {
		Postcards author = Postcards.member(this.cloud.url());
		Postcards fan = Postcards.member(this.cloud.url());
		writeAsTheStageBefore(author.me().handle());
		Map<String, String> photos = photosInTheDatabase();
		Set<String> likes = new TreeSet<>(rows("select postcard_id || ' ' || account_id from postcard_like"));
		Set<String> before = new TreeSet<>(photos.keySet());
		List<String> deleted = before.stream().limit(DELETED).toList();
		List<String> kept = before.stream().skip(DELETED).toList();

		setDelay("PT0S");
		// Both servers, for each may be the one that moves rows.
		killBoth();
		CompletableFuture<Changes> changes = CompletableFuture.supplyAsync(() -> likeAndTakeBack(fan, kept));
		killBothWhenLeft("postcard_like", POSTCARDS * FANS / 2);
		killBothWhenLeft("photo", POSTCARDS / 2);
		deleted.forEach((postcard) -> send(author, "DELETE", "/api/postcards/" + postcard));
		for (String table : List.of("postcard_like", "photo", "deleted_postcard")) {
			awaitLeft(table, 0);
		}
		this.moving = false;

		Changes made = changes.join();
		this.cloud.awaitFirstPage();
		deleted.forEach(photos::remove);
		likes.removeIf((like) -> deleted.contains(like.split(" ")[0]));
		String account = rows("select id::text from account where handle = '%s'".formatted(fan.me().handle())).get(0);
		made.liked().forEach((postcard) -> likes.add(postcard + " " + account));
		Map<String, String> photosNow = photosAtTheEdge(fan, photos.keySet());
		Stored likesNow = likesInTheTable(before);
		Map<String, Long> counters = likes.stream()
			.collect(Collectors.groupingBy((like) -> like.split(" ")[0], TreeMap::new, Collectors.counting()));
		Figures figures = new Figures(this.kills, made.count(), photos.size(),
				missing(photos.entrySet(), photosNow.entrySet()), likes.size(), missing(likes, likesNow.pairs()),
				missing(likesNow.pairs(), likes), missing(counters.entrySet(), likesNow.counters().entrySet()));
		Evidence.keep("migration", figures);
		assertThat(figures.changes()).isGreaterThan(50);
		assertThat(figures.photosLost()).isZero();
		assertThat(figures.likesLost()).isZero();
		assertThat(figures.likesTooMany()).isZero();
		assertThat(figures.countersWrong()).isZero();
		assertThat(rows("select id from postcard where likes <> 0")).isEmpty();
		assertThat(deleted).allMatch((postcard) -> fan.send("GET", "/photos/" + postcard).status() == 404);
	}
	// end::migration[]

	/**
	 * Postcards with photos of 20 KB, each liked by the same accounts.
	 */
	private void writeAsTheStageBefore(String author) throws SQLException {
		execute("""
				insert into account (handle, email)
					select 'fan' || n, 'fan' || n || '@example.com' from generate_series(1, %2$d) n;
				insert into postcard (author_id, message, photo, likes)
					select id, 'Old', true, %2$d from account, generate_series(1, %3$d) where handle = '%1$s';
				insert into photo select id, decode(repeat(md5(id::text), 1250), 'hex') from postcard where message = 'Old';
				insert into postcard_like select postcard.id, account.id from postcard, account
					where message = 'Old' and email like 'fan%%@example.com'"""
			.formatted(author, FANS, POSTCARDS));
	}

	private void setDelay(String delay) {
		this.cloud.localStack().ssm().putParameter((request) -> request.name(DELAY).type("String").value(delay));
	}

	private void killBothWhenLeft(String table, int rows) throws Exception {
		awaitLeft(table, rows);
		killBoth();
	}

	private void killBoth() throws Exception {
		for (String server : List.of("ServerA/Instance", "ServerB/Instance")) {
			this.cloud.drill(server, "kill", "postcards.service");
		}
		this.kills++;
	}

	private void awaitLeft(String table, int rows) {
		Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> Integer.parseInt(rows("select count(*)::text from " + table).get(0)) <= rows);
	}

	/**
	 * Changes likes until all rows have moved. Each change is sent until it is
	 * acknowledged.
	 */
	private Changes likeAndTakeBack(Postcards fan, List<String> postcards) {
		Set<String> liked = new TreeSet<>();
		int count = 0;
		while (this.moving) {
			for (String postcard : postcards) {
				boolean likes = liked.add(postcard);
				if (!likes) {
					liked.remove(postcard);
				}
				send(fan, likes ? "PUT" : "DELETE", "/api/postcards/%s/like".formatted(postcard));
				count++;
			}
		}
		return new Changes(count, liked);
	}

	private static void send(Postcards user, String method, String path) {
		Awaitility.await()
			.atMost(LIMIT)
			.pollDelay(Duration.ZERO)
			.ignoreExceptionsInstanceOf(UncheckedIOException.class)
			// Not found: it was deleted, and the answer of that was lost.
			.until(() -> Set.of(204, 404).contains(user.send(method, path).status()));
	}

	private Map<String, String> photosInTheDatabase() throws SQLException {
		return rows("select postcard_id || ' ' || encode(sha256(jpeg), 'hex') from photo").stream()
			.map((row) -> row.split(" "))
			.collect(Collectors.toMap((row) -> row[0], (row) -> row[1], (one, other) -> one, TreeMap::new));
	}

	private Map<String, String> photosAtTheEdge(Postcards user, Set<String> postcards) throws Exception {
		Map<String, String> checksums = new TreeMap<>();
		MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
		for (String postcard : postcards) {
			byte[] photo = user.send("GET", String.valueOf(user.postcard(postcard).photo())).body();
			checksums.put(postcard, HexFormat.of().formatHex(sha256.digest(photo)));
		}
		return checksums;
	}

	/**
	 * All items of the table that are about some postcards.
	 */
	private Stored likesInTheTable(Set<String> postcards) {
		String table = this.cloud.localStack()
			.ssm()
			.getParameter((request) -> request.name("/Postcards/postcards.likes.table"))
			.parameter()
			.value();
		DynamoDbClient dynamoDb = this.cloud.localStack().client(DynamoDbClient.builder());
		Stored likes = new Stored(new TreeSet<>(), new TreeMap<>());
		dynamoDb.scanPaginator((scan) -> scan.tableName(table)).items().forEach((item) -> {
			String postcard = item.getOrDefault("pk", NONE).s();
			String entry = item.getOrDefault("sk", NONE).s();
			if (postcards.contains(postcard) && entry.startsWith("like#")) {
				likes.pairs().add(postcard + " " + entry.substring(5));
			}
			else if (postcards.contains(postcard)) {
				likes.counters().put(postcard, Long.parseLong(item.getOrDefault("likes", NONE).n()));
			}
		});
		return likes;
	}

	private static <T> long missing(Set<T> expected, Set<T> found) {
		return expected.stream().filter((each) -> !found.contains(each)).count();
	}

	private List<String> rows(String query) throws SQLException {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(query)) {
			List<String> rows = new ArrayList<>();
			while (result.next()) {
				rows.add(result.getString(1));
			}
			return rows;
		}
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private Connection connect() throws SQLException {
		return this.cloud.standIns(DBInstance.class).get(0).postgres().connect("postcards");
	}

	/**
	 * What a fan did.
	 *
	 * @param count likes given and taken back
	 * @param liked the postcards that it likes now
	 */
	private record Changes(int count, Set<String> liked) {
	}

	/**
	 * What is in DynamoDB.
	 *
	 * @param pairs of postcard and account
	 * @param counters by postcard
	 */
	private record Stored(Set<String> pairs, Map<String, Long> counters) {
	}

	/**
	 * What the migration left.
	 *
	 * @param kills how many times both servers were killed
	 * @param changes likes given and taken back meanwhile
	 * @param photos that were to move
	 * @param photosLost how many of them are missing or have another checksum
	 * @param likes that are to be there, those given meanwhile too
	 * @param likesLost how many of them are missing
	 * @param likesTooMany how many are there although they were taken back or deleted
	 * @param countersWrong postcards whose counter is not the number of their likes
	 */
	record Figures(int kills, int changes, int photos, long photosLost, int likes, long likesLost, long likesTooMany,
			long countersWrong) {
	}

}
