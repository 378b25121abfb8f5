package com.example.postcards.tests;

import java.io.IOException;
import java.util.Map;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.PhotoReads.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The claims of this stage on the stage before. */
@Stage(before = true)
@CountsFailures
class StageBeforeTests {

	private final LocalCloud cloud;

	StageBeforeTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void aKilledServerSignsItsHalfOfTheUsersOut() throws Exception {
		Map<Integer, Long> answers = SessionsTests.killServer(this.cloud);
		SessionsTests.keep("killed-server-sessions-before", answers);
		assertThat(answers).containsOnlyKeys(SessionsTests.SIGNED_IN, SessionsTests.SIGNED_OUT);
		assertThat(answers).containsEntry(SessionsTests.SIGNED_OUT, SessionsTests.USERS / 2L);
	}

	@Test
	void allReadsOfPhotosGoThroughTheServers() throws IOException {
		Seen seen = PhotoReads.of(this.cloud);
		Evidence.keep("photos-before", seen);
		assertThat(seen.failed()).isZero();
		assertThat(seen.originRequests()).isEqualTo(PhotoReads.READS);
		assertThat(seen.serverRequests()).isEqualTo(PhotoReads.READS);
		assertThat(seen.serverBytes()).isGreaterThanOrEqualTo(seen.bytes());
	}

	@Test
	void eachReaderOfAProfileAsksTheDatabase() throws Exception {
		String profile = StampedeTests.profile(this.cloud);
		try (Readers readers = new Readers(this.cloud.url(), StampedeTests.READERS);
				StatementLog statements = new StatementLog(this.cloud)) {
			statements.mark();
			Map<Integer, Long> answers = readers.read(profile);
			long queries = statements.count(StampedeTests.QUERY);
			Evidence.keep("stampede-before", Map.of("readers", StampedeTests.READERS, "queries", queries));
			assertThat(answers).containsOnlyKeys(200);
			assertThat(queries).isEqualTo(StampedeTests.READERS);
		}
	}

}
