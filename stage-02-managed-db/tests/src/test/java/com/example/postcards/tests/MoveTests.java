package com.example.postcards.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.contract.Pictures;
import com.example.contract.Postcards;
import com.example.contract.Postcards.Notification;
import com.example.contract.Postcards.Postcard;
import com.example.contract.RefusedException;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.stage.Move;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The data of the stage before comes along, while both run. A move that was killed is run
 * again; nothing is lost and nothing doubled.
 */
@Stage(own = true)
class MoveTests {

	private static final List<String> PEOPLE = Stream.generate(Postcards::uniqueHandle).limit(8).toList();

	private static final Pattern LINE = Pattern.compile("(?m)^([a-z_.]+) +(\\d+)  (\\w+) +(\\d+)  (\\w+)$");

	@Test
	void everythingIsMovedEvenIfTheMoveIsKilled(LocalCloud cloud, @Stage(before = true) LocalCloud before)
			throws Exception {
		fill(before.url());
		int killed = kill(before, cloud);
		long arrived = PEOPLE.stream().filter((person) -> knows(cloud.url(), person)).count();
		Run first = move(before, cloud, false);
		// Hashes of passwords leave one by one, and must not come back.
		String early = PEOPLE.get(0);
		View earlyView = View.of(cloud.url(), early);
		Postcard late = signedIn(before.url(), early).post("Late");
		Run last = move(before, cloud, true);
		Map<String, View> old = views(before.url());

		Evidence.keep("move", new Figures(last.rows("source"), last.rows("target"), first.millis(), last.millis()));
		assertThat(killed).isNotZero();
		assertThat(arrived).isIn(0L, (long) PEOPLE.size());
		assertThat(first.exitCode()).as(first.output()).isZero();
		assertThat(earlyView.timeline()).isNotEmpty();
		assertThat(last.exitCode()).as(last.output()).isZero();
		assertThat(last.contents("source")).isNotEmpty().isEqualTo(last.contents("target"));
		assertThat(last.rows("target")).containsEntry("account", (long) PEOPLE.size())
			.containsEntry("account.password", PEOPLE.size() - 1L);
		assertThat(views(cloud.url())).isEqualTo(old);
		assertThat(signedIn(cloud.url(), early).postcard(late.id())).isEqualTo(late);
		assertNewIds(cloud.url(), Long.parseLong(late.id()));
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> signedIn(before.url(), early).post("Too late"));
	}

	private static StageFolder stage() throws IOException {
		return Workshop.find().stage(Path.of("..").toRealPath().getFileName().toString());
	}

	/**
	 * Each member posts with and without a photo, follows the one before and likes what
	 * that one posted.
	 */
	private static void fill(URI address) {
		Postcard liked = null;
		String followed = null;
		for (String person : PEOPLE) {
			Postcards visitor = new Postcards(address);
			visitor.signUp(person);
			visitor.signIn(person + "@example.com", Postcards.PASSWORD);
			if (liked != null && followed != null) {
				visitor.like(liked.id());
				visitor.follow(followed);
			}
			liked = visitor.post("From " + person, Pictures.jpeg(800, 600));
			visitor.delete(visitor.post("Regretted").id());
			visitor.post("Words only");
			followed = person;
		}
	}

	private static int kill(LocalCloud from, LocalCloud to) throws IOException, InterruptedException {
		Process move = program(from, to, false).start();
		BufferedReader lines = move.inputReader();
		String line = lines.readLine();
		while (line != null && !line.startsWith("postcard ")) {
			line = lines.readLine();
		}
		return move.destroyForcibly().waitFor();
	}

	private static Run move(LocalCloud from, LocalCloud to, boolean finish) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		Process move = program(from, to, finish).start();
		String output = new String(move.getInputStream().readAllBytes());
		return new Run(move.waitFor(), output, (System.nanoTime() - begin) / 1_000_000);
	}

	private static ProcessBuilder program(LocalCloud from, LocalCloud to, boolean finish) throws IOException {
		return new Move(stage()).process(from.access(), to.access(), finish ? List.of("--finish") : List.of())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.PIPE);
	}

	private static boolean knows(URI address, String person) {
		return new Postcards(address).send("GET", "/api/accounts/" + person).expect(200, 404).status() == 200;
	}

	private static Postcards signedIn(URI address, String person) {
		Postcards visitor = new Postcards(address);
		visitor.signIn(person + "@example.com", Postcards.PASSWORD);
		return visitor;
	}

	private static Map<String, View> views(URI address) {
		return PEOPLE.stream().collect(Collectors.toMap((person) -> person, (person) -> View.of(address, person)));
	}

	private static void assertNewIds(URI address, long greatest) {
		Postcards newcomer = Postcards.member(address);
		Postcard postcard = newcomer.post("New here", Pictures.jpeg(80, 60));
		assertThat(Long.parseLong(postcard.id())).isGreaterThan(greatest);
		newcomer.like(Long.toString(greatest));
		newcomer.follow(PEOPLE.get(0));
		assertThat(signedIn(address, PEOPLE.get(0)).notifications().items()).extracting(Notification::from)
			.contains(newcomer.me().handle());
	}

	/**
	 * What a person sees after signing in with the old password.
	 *
	 * @param timeline with likes and one's own
	 * @param photos the checksums of the photos in it
	 * @param notifications who liked, who follows
	 */
	record View(List<Postcard> timeline, List<Integer> photos, List<Notification> notifications) {

		static View of(URI address, String person) {
			Postcards visitor = signedIn(address, person);
			List<Postcard> timeline = visitor.timeline().items();
			List<Integer> photos = timeline.stream()
				.flatMap((postcard) -> Stream.ofNullable(postcard.photo()))
				.map((photo) -> Arrays.hashCode(visitor.photo(photo)))
				.toList();
			return new View(timeline, photos, visitor.notifications().items());
		}

	}

	/**
	 * A move that has ended.
	 *
	 * @param exitCode 0 if both sides are the same
	 * @param output what it printed
	 * @param millis how long it took
	 */
	record Run(int exitCode, String output, long millis) {

		/**
		 * The rows and the checksum of each table.
		 */
		Map<String, String> contents(String side) {
			int group = side.equals("source") ? 2 : 4;
			Map<String, String> contents = new LinkedHashMap<>();
			lines().forEach((line) -> contents.put(line.group(1), line.group(group) + " " + line.group(group + 1)));
			return contents;
		}

		Map<String, Long> rows(String side) {
			Map<String, Long> rows = new LinkedHashMap<>();
			contents(side).forEach((table, content) -> rows.put(table, Long.valueOf(content.split(" ")[0])));
			return rows;
		}

		private Stream<MatchResult> lines() {
			return LINE.matcher(this.output).results();
		}

	}

	/**
	 * What the move did.
	 *
	 * @param source rows of each table in the stage before
	 * @param target rows of each table in this stage
	 * @param firstMillis how long the first whole move took
	 * @param lastMillis how long the last one took, in which writes wait
	 */
	record Figures(Map<String, Long> source, Map<String, Long> target, long firstMillis, long lastMillis) {
	}

}
