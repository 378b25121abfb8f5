package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The server has no data: a lost disk costs minutes, and no postcard. */
@Stage
class LostServerTests {

	private static final String SERVER = "Server/Instance";

	private static final int SOME = 100;

	@Test
	void aServerThatLostItsDiskIsReplacedWithoutLossOfDataOrLog(LocalCloud cloud) throws Exception {
		CloudWatchLogsClient logs = cloud.localStack().client(CloudWatchLogsClient.builder());
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> starts(logs) > 0);
		long starts = starts(logs);
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(SOME);
			List<Outcome> before = Crowd.acknowledged(crowd.outcomes());
			Map<String, String> photos = crowd.photos(before);
			long position = cloud.events().position();
			cloud.drill(SERVER, "replace", "");
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Instant down = cloud.events()
				.await(position, (event) -> event.kind() == Event.Kind.DISK, Duration.ofSeconds(5))
				.time();
			List<Outcome> all = Crowd.acknowledged(crowd.outcomes());
			Instant back = crowd.outcomes()
				.stream()
				.filter((outcome) -> outcome.succeeded() && outcome.intended().isAfter(down))
				.map(Outcome::ended)
				.min(Instant::compareTo)
				.orElseThrow();
			Loss loss = new Loss(Duration.between(down, back).toMillis(), all.size(), crowd.missing(all).size(),
					photos.size(), crowd.figures());
			Evidence.keep("lost-server", loss);
			assertThat(loss.lost()).isZero();
			assertThat(photos).isNotEmpty().isEqualTo(crowd.photos(before));
			assertThat(loss.load().failed()).isPositive();
			assertThat(starts(logs)).isGreaterThanOrEqualTo(starts);
		}
	}

	private static long starts(CloudWatchLogsClient logs) {
		String group = logs.describeLogGroups().logGroups().get(0).logGroupName();
		return logs.filterLogEvents((request) -> request.logGroupName(group))
			.events()
			.stream()
			.filter((event) -> event.message().contains("Started PostcardsApplication"))
			.count();
	}

	/**
	 * What a lost server cost.
	 *
	 * @param millis from the loss of its disk to the first request that succeeded again
	 * @param acknowledged writes that were acknowledged, before and after
	 * @param lost how many of them are not there
	 * @param photos how many of those before have a photo
	 * @param load the figures of all requests
	 */
	record Loss(long millis, int acknowledged, int lost, int photos, Figures load) {
	}

}
