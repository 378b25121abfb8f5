package com.example.postcards.move;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.postcards.move.TwoServers.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The move of a database to which eight clients write all the time. */
@Timeout(120)
class LoadTests {

	private static final int WRITERS = 8;

	private static final Pattern PAUSE = Pattern
		.compile("for (\\d+) ms: (\\d+) ms until the target had everything, (\\d+) ms to compare");

	private final TwoServers servers;

	LoadTests() throws Exception {
		this.servers = new TwoServers("3");
	}

	@Test
	void noAcknowledgedWriteIsLostAndNoIdIsGivenTwice() throws Exception {
		// 200,000 postcards.
		this.servers.fill(20_000, 160);
		Run run;
		Writers writers = new Writers(this.servers, WRITERS);
		try (writers) {
			run = this.servers.move();
		}
		Writers afterwards = Writers.onTarget(this.servers, WRITERS, 100);

		Matcher pause = PAUSE.matcher(run.output());
		assertThat(pause.find()).as(run.output()).isTrue();
		keep("""
				{"writers": %d, "acknowledged": %d, "lost": %d, "pauseMillis": %s, "catchUpMillis": %s, "compareMillis": %s,
				"writesAfterwards": %d, "duplicateKeysAfterwards": %d}"""
			.formatted(WRITERS, writers.acknowledged().size(), lost(writers), pause.group(1), pause.group(2),
					pause.group(3), afterwards.acknowledged().size(), afterwards.duplicates()));
		assertThat(writers.acknowledged()).hasSizeGreaterThan(100);
		assertThat(lost(writers)).isZero();
		assertThat(afterwards.duplicates()).isZero();
		assertThat(afterwards.acknowledged()).hasSize(WRITERS * 100);
		assertThat(run.output()).containsPattern("\\d of 6 tables copied, [\\d,]+ rows of the next; ");
		assertThat(this.servers.inTarget("select count(*) from postcard where likes <> "
				+ "(select count(*) from postcard_like where postcard_id = postcard.id)"))
			.isEqualTo("0");
	}

	@Test
	void withoutCarryingTheSequencesIdsAreGivenTwice() throws Exception {
		this.servers.fill(100, 160);
		try (Writers writers = new Writers(this.servers, 1)) {
			assertThat(this.servers.move().exitCode()).isZero();
		}
		this.servers.target("alter sequence postcard_id_seq restart; alter sequence notification_id_seq restart");

		Writers afterwards = Writers.onTarget(this.servers, WRITERS, 100);

		keep("withoutSequences",
				"{\"writes\": %d, \"duplicateKeys\": %d}".formatted(WRITERS * 100, afterwards.duplicates()));
		assertThat(afterwards.duplicates()).isEqualTo(WRITERS * 100);
	}

	private long lost(Writers writers) throws Exception {
		String there = this.servers.inTarget("select string_agg(message, ',') from postcard where message like 'w%'");
		Set<String> arrived = Set.of(there.split(","));
		return writers.acknowledged().stream().filter((message) -> !arrived.contains(message)).count();
	}

	private static void keep(String figures) throws Exception {
		keep("movedUnderLoad", figures);
	}

	private static void keep(String claim, String figures) throws Exception {
		Path folder = Files.createDirectories(Path.of("target", "evidence"));
		Files.writeString(folder.resolve(claim + ".json"),
				"{\"claim\": \"%s\", \"figures\": %s}%n".formatted(claim, figures));
	}

}
