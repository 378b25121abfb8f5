package com.example.postcards.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.contract.Postcards.Postcard;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What would break in rare moments only, again and again: counting likes, and keeping the
 * pages of users apart.
 */
@Stage
@CountsFailures
class SoakTests {

	/** {@code ./workshop soak} asks for 100. */
	private static final int TIMES = Integer.getInteger("soak.times", 20);

	/** Of each of fifty members. */
	private static final int CHANGES = 2 * TIMES;

	private static final int REQUESTS = 100 * TIMES;

	private static final int THREADS = 8;

	private static final String OWN = "own";

	private final LocalCloud cloud;

	private final LocalCloud before;

	SoakTests(LocalCloud cloud, @Stage(before = true) LocalCloud before) {
		this.cloud = cloud;
		this.before = before;
	}

	// tag::likes[]
	@Test
	void likesOfOnePostcardAreCountedExactlyWithoutARowThatIsLocked() throws Exception {
		Likes here = Likes.on(this.cloud, CHANGES);
		Likes there = Likes.on(this.before, CHANGES);
		Evidence.keep("likes", here);
		Evidence.keep("likes-before", there);
		Evidence.keep("likes-ratio", here.latency().comparedTo(there.latency()));
		for (Likes likes : List.of(here, there)) {
			assertThat(likes.refused()).isZero();
			assertThat(likes.counted()).isEqualTo(likes.expected()).isEqualTo(likes.liked());
			assertThat(likes.deadlocks()).isZero();
		}
	}
	// end::likes[]

	// tag::leaks[]
	@Test
	void noUserGetsAPageOfAnother() throws Exception {
		long seed = System.nanoTime();
		List<Reader> readers = readers();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<List<String>>> tasks = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(seed + i);
				tasks.add(() -> Stream.generate(() -> read(readers, random)).limit(REQUESTS / THREADS).toList());
			}
			Map<String, Integer> seen = new TreeMap<>(
					Map.of(OWN, 0, "leaked", 0, "cached", 0, "wrong", 0, "unavailable", 0));
			for (Future<List<String>> each : threads.invokeAll(tasks)) {
				each.get().forEach((kind) -> seen.merge(kind, 1, Integer::sum));
			}
			Evidence.keep("private-pages", seen);
			assertThat(seen).as("seed %d", seed).containsEntry("leaked", 0).containsEntry("cached", 0);
			assertThat(seen).as("seed %d", seed).containsEntry("wrong", 0);
			assertThat(seen.get(OWN)).as("the others were refused, for this computer was too busy: %s", seen)
				.isGreaterThanOrEqualTo(REQUESTS * 19 / 20);
		}
		finally {
			threads.shutdownNow();
		}
	}
	// end::leaks[]

	/**
	 * Two users and a guest. Some paths differ for each user.
	 */
	private List<Reader> readers() {
		List<Postcards> users = List.of(Postcards.member(this.cloud.url()), Postcards.member(this.cloud.url()));
		List<String> paths = new ArrayList<>(List.of("/api/me", "/api/timeline", "/api/notifications"));
		for (Postcards user : users) {
			Postcards author = Postcards.member(this.cloud.url());
			Postcard postcard = author.post("Liked by one of both");
			user.follow(postcard.author());
			user.like(postcard.id());
			author.follow(user.me().handle());
			paths.addAll(List.of("/api/accounts/" + postcard.author(),
					"/api/accounts/%s/postcards".formatted(postcard.author()), "/api/postcards/" + postcard.id()));
		}
		// The replica has what others did a moment later.
		Awaitility.await().until(() -> users.stream().allMatch((user) -> !user.notifications().items().isEmpty()));
		return Stream.concat(users.stream(), Stream.of(new Postcards(this.cloud.url())))
			.map((visitor) -> Reader.of(visitor, paths))
			.toList();
	}

	/**
	 * Has one of both read something.
	 * @return what came back
	 */
	private static String read(List<Reader> readers, Random random) {
		int number = random.nextInt(2);
		Reader reader = readers.get(number);
		Reader other = readers.get(1 - number);
		String path = reader.paths().get(random.nextInt(reader.paths().size()));
		Answer answer = reader.visitor().send("GET", path);
		String guests = readers.get(2).page(path);
		if (answer.headers().toString().contains(other.session())
				|| (answer.text().equals(other.page(path)) && !guests.equals(other.page(path)))) {
			return "leaked";
		}
		if (String.valueOf(answer.header("X-Cache")).contains("Hit")) {
			return "cached";
		}
		if (answer.text().equals(reader.page(path))) {
			return OWN;
		}
		return (answer.status() == 503 || answer.text().equals(guests)) ? "unavailable" : "wrong";
	}

	/**
	 * A visitor who reads.
	 *
	 * @param visitor the browser
	 * @param paths what is read
	 * @param pages what comes back for each of them
	 */
	private record Reader(Postcards visitor, List<String> paths, List<String> pages) {

		static Reader of(Postcards visitor, List<String> paths) {
			return new Reader(visitor, paths, paths.stream().map((path) -> visitor.send("GET", path).text()).toList());
		}

		String page(String path) {
			return this.pages.get(this.paths.indexOf(path));
		}

		String session() {
			return Objects.requireNonNull(this.visitor.cookie("SESSION"));
		}

	}

}
