package com.example.postcards.tests;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.lab.load.Load;
import com.example.lab.load.Mix;
import com.example.lab.load.Outcome;
import com.example.lab.load.Request;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users who are signed in, and read on whatever happens: their timelines, which need a
 * session, and what everyone may read.
 */
final class Reads implements AutoCloseable {

	static final int USERS = 10;

	/** Reads that show that it works. */
	private static final int SOME = 60;

	/** Requests a second. */
	private static final int RATE = 40;

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String TIMELINE = "timeline";

	private static final Predicate<Outcome> PUBLIC = (outcome) -> !outcome.request().kind().equals(TIMELINE);

	private final List<Postcards> users;

	private final Load load;

	/**
	 * Signs users up and lets them begin.
	 */
	Reads(URI address) {
		this.users = Stream.generate(() -> Postcards.member(address)).limit(USERS).toList();
		Postcards author = this.users.get(0);
		String account = "/api/accounts/" + author.me().handle();
		Map<String, String> paths = Map.of("profile", account, "postcards", account + "/postcards", "postcard",
				"/api/postcards/" + author.post("Read").id(), TIMELINE, "/api/timeline");
		Mix mix = new Mix(paths.keySet().stream().collect(Collectors.toMap((kind) -> kind, (kind) -> 1)));
		Iterator<Postcards> turns = Stream.generate(() -> this.users).flatMap(List::stream).iterator();
		this.load = Load.start((kind) -> {
			Postcards user = turns.next();
			return new Request(kind, kind, user.complete(user.request(paths.getOrDefault(kind, "/")).GET()).build(),
					(status) -> {
					});
		}, new Load.Plan(RATE, mix, null, Duration.ofSeconds(10)));
	}

	/**
	 * Waits until they have read some more of what everyone may read.
	 */
	void awaitSome() {
		long target = count() + SOME;
		Awaitility.await().atMost(LIMIT).until(() -> count() >= target);
	}

	private long count() {
		return this.load.outcomes().stream().filter(PUBLIC).count();
	}

	/**
	 * What each user gets for the question who it is.
	 */
	List<Answer> users() {
		return this.users.stream().map((user) -> user.send("GET", "/api/me")).toList();
	}

	/**
	 * How many answers users get, by status, once all servers can read sessions.
	 */
	Map<Integer, Long> awaitUsers() {
		return Awaitility.await()
			.atMost(LIMIT)
			.until(() -> statuses(users()), (statuses) -> !statuses.containsKey(503));
	}

	static Map<Integer, Long> statuses(List<Answer> answers) {
		return answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
	}

	/**
	 * Ends the reads.
	 */
	Seen stop() {
		this.load.close();
		List<Outcome> outcomes = this.load.outcomes();
		List<Outcome> starved = Outcome.starved(outcomes);
		assertThat(starved).as("requests that say nothing, for this computer was too busy")
			.hasSizeLessThanOrEqualTo(outcomes.size() / 20);
		List<Outcome> telling = outcomes.stream().filter((outcome) -> !starved.contains(outcome)).toList();
		List<Outcome> all = telling.stream().filter(PUBLIC).toList();
		List<Outcome> own = telling.stream().filter(Predicate.not(PUBLIC)).toList();
		return new Seen(all.size(), failures(all), own.size(), failures(own), starved.size());
	}

	private static Map<String, Long> failures(List<Outcome> outcomes) {
		return outcomes.stream()
			.filter(Predicate.not(Outcome::succeeded))
			.collect(Collectors.groupingBy((outcome) -> String.valueOf(outcome.failure()), TreeMap::new,
					Collectors.counting()));
	}

	@Override
	public void close() {
		this.load.close();
	}

	/**
	 * What became of the reads.
	 *
	 * @param reads of what everyone may read
	 * @param failures how many of them failed, by kind
	 * @param timelines reads of timelines
	 * @param refused how many of them failed, by kind
	 * @param starved reads that say nothing
	 */
	record Seen(int reads, Map<String, Long> failures, int timelines, Map<String, Long> refused, int starved) {
	}

}
